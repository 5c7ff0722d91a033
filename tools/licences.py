"""Licences of models: shown before a model is first used, agreed to by the person, and kept on this machine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from memory.errors import Refused
from memory.files import make_folder, plainly, write_atomically
from tools import models
from tools.engines.asked import MODEL_REQUESTS
from tools.models import Preset
from tools.policy import Act
from tools.settings import load_settings


def agreed(preset: Preset) -> bool:
    """Whether the person has agreed to a model's licence; a folder of their own that names no terms needs nobody's."""
    return (preset.local and not preset.terms) or _read().get(preset.source, {}).get("licence") == preset.licence


def agree(preset: Preset) -> None:
    """Keep that the person has been shown a model's licence and agrees to it."""
    known = _read() | {preset.source: {"licence": preset.licence, "when": datetime.now(UTC).isoformat(timespec="seconds")}}
    with plainly("Keeping what was agreed to"):
        make_folder(_book().parent)
        write_atomically(_book(), json.dumps(known, indent=1).encode())


def check(act: Act) -> None:
    """The fence's rule: no model is used before its licence was shown and agreed to; Refused says what it is and how to."""
    if not isinstance(act.request, MODEL_REQUESTS):
        return
    preset = models.resolve(act.spec.role, act.request.model.choice)
    if not agreed(preset):
        raise Refused(
            f"The model {preset.name!r} ({preset.source}) is under the {preset.licence}, which you have not agreed to yet. "
            f"Nothing was made. Read it ({preset.terms or preset.source}), then say so with: onereel models agree {preset.name}"
        )


def _book() -> Path:
    return load_settings().studio_dir / "licences.json"


def _read() -> dict[str, dict[str, str]]:
    try:
        found = json.loads(_book().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
