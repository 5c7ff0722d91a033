"""Takes: made artefacts in content-addressed folders, each with its manifest beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class FileRecord(BaseModel):
    """One file of a take: size in bytes and SHA-256 of its content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    size: int


class Manifest(BaseModel):
    """All that is known of a take: what made it, from what, and what its files must hash to."""

    model_config = ConfigDict(frozen=True, extra="allow")

    key: str
    role: str
    engine: str
    version: str
    licence: str
    request: dict[str, Any]
    inputs: dict[str, str] = Field(default_factory=dict)
    """Name of the input to the key of the take it was made from."""
    main: str
    files: dict[str, FileRecord]
    notes: tuple[str, ...] = ()
    data: dict[str, Any] = Field(default_factory=dict)
    seconds: float = 0
    """Wall seconds it took to make."""
    made_at: str = ""


@dataclass(frozen=True)
class Take:
    """A take at rest: its folder and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def main(self) -> Path:
        """The take's main file."""
        return self.folder / self.manifest.main

    @property
    def data(self) -> Mapping[str, Any]:
        """What the engine recorded for later stages."""
        return self.manifest.data
