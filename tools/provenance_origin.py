"""What a file says of where it came from: a film's call sheet, or an enhancement, as the manifest of a content credential."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from memory.consent import ID_DIGITS
from memory.film import Film
from memory.lending import is_lent
from memory.tables import read_table
from memory.voices import PREFIX
from tools.callsheet import Job, call_sheet
from tools.engines import MusicRequest, SoundRequest, SpeechRequest
from tools.engines.credentials import PARENT
from tools.studio import spec_of

MOST_PARTS = 200
"""Ingredients that are listed one by one; of longer films the rest are counted."""
_PARTS = {"still": "Still of shot {shot}", "speech": "Speech of scene {scene}", "music": "Music", "sound": "Sound"}


@dataclass(frozen=True)
class Origin:
    """Where a file came from: its title, the engines (role, name, version, licence, model), its parts, and what was lent."""

    title: str
    source: str
    """A digital source type of the IPTC, without the address before it."""
    engines: tuple[Mapping[str, str], ...]
    parts: tuple[Mapping[str, str], ...] = ()
    more_parts: int = 0
    consents: tuple[str, ...] = ()
    """The ids of consent records; nothing else of them leaves the studio."""
    actions: tuple[str, ...] = ()
    """For a file made from another: what was done to it, in words."""


@cache
def words() -> dict[str, Any]:
    """The table of terms, provenance.toml."""
    return read_table(Path(__file__).with_name("provenance.toml"))


def origin_of(film: Film) -> Origin:
    """What the film's call sheet says of how it is made; EngineError when the film names an engine that there is not."""
    jobs = [job for job in call_sheet(film) if not _silent(job)]
    parts = [_part(job) for job in jobs if job.role in _PARTS]
    return Origin(
        title=film.title, source=_source(jobs), engines=_engines(jobs), parts=tuple(parts[:MOST_PARTS]),
        more_parts=max(len(parts) - MOST_PARTS, 0), consents=consents_of(film),
    )  # fmt: skip


def consents_of(film: Film) -> tuple[str, ...]:
    """The ids of the consent records of the enrolled voices that a film names: digits of the records' hashes, and no names."""
    return tuple(sorted(set(re.findall(rf"{PREFIX}[a-z0-9-]+@([0-9a-f]{{{ID_DIGITS}}})", film.model_dump_json()))))


def _silent(job: Job) -> bool:
    """A scene without words has a take of speech that nobody speaks."""
    return isinstance(job.request, SpeechRequest) and not job.request.text


def _lent(job: Job) -> bool:
    return isinstance(job.request, MusicRequest | SoundRequest) and is_lent(job.request.file)


def _source(jobs: Sequence[Job]) -> str:
    makers = {job.engine for job in jobs if job.department in words()["makers"] and not _lent(job)}
    trained, lent = makers - set(words()["by_rule"]), any(map(_lent, jobs))
    if trained:
        return "trainedAlgorithmicMedia" if trained == makers and not lent else "compositeWithTrainedAlgorithmicMedia"
    return "compositeSynthetic" if lent else "algorithmicMedia"


def _engines(jobs: Sequence[Job]) -> tuple[Mapping[str, str], ...]:
    used = dict.fromkeys((job.department, job.engine) for job in jobs)
    return tuple(engine_words(spec_of(*each)) for each in used)


def engine_words(spec: Any) -> dict[str, str]:
    """An engine's spec as the credential names it."""
    named = {"role": spec.role, "name": spec.name, "version": spec.version, "licence": spec.licence}
    model = str(spec.capabilities.get("model", ""))
    return {**named, "model": model} if model else named


def _part(job: Job) -> dict[str, str]:
    title = _PARTS[job.role].format(shot=job.shot, scene=job.scene)
    made = "lent by the film's maker" if _lent(job) else f"made by {job.engine}"
    return {"title": title, "description": made, "instance_id": f"onereel:take:{job.key}", "relationship": "componentOf"}


def manifest_of(origin: Origin) -> dict[str, Any]:
    """The manifest for `tools.engines.credentials.write`: actions, engines, ingredients, no training, consent references."""
    return {
        "claim_generator_info": [{"name": "Onereel", "version": program_version()}],
        "title": origin.title,
        "assertions": [{"label": label, "data": data} for label, data in _assertions(origin).items()],
        "ingredients": [dict(part) for part in origin.parts],
    }


def _assertions(origin: Origin) -> dict[str, Any]:
    told: dict[str, Any] = {"engines": [dict(engine) for engine in origin.engines], "parts": len(origin.parts)}
    if origin.more_parts:
        told["parts_not_listed"] = origin.more_parts
    found = {
        "c2pa.actions.v2": {"actions": _actions(origin)},
        "cawg.training-mining": {"entries": {name: {"use": use} for name, use in words()["training"].items()}},
        "org.onereel.making": told,
    }
    if origin.consents:
        found["org.onereel.consent"] = {"records": list(origin.consents), "meaning": words()["meaning"]["consent"]}
    return found


def _actions(origin: Origin) -> list[dict[str, Any]]:
    agent, kind = {"name": "Onereel", "version": program_version()}, f"{words()['terms']}{origin.source}"
    if origin.actions:
        opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": [PARENT]}}
        edited = {"action": "c2pa.edited", "softwareAgent": agent, "digitalSourceType": kind}
        return [opened, *({**edited, "description": deed} for deed in origin.actions)]
    created = {"action": "c2pa.created", "digitalSourceType": kind, "softwareAgent": agent}
    placed = {"action": "c2pa.placed", "parameters": {"ingredientIds": [part["instance_id"] for part in origin.parts]}}
    return [created, placed] if origin.parts else [created]


def program_version() -> str:
    """Onereel's version as installed."""
    try:
        return version("onereel")
    except PackageNotFoundError:
        return "unknown"
