"""The rule of licences: what its maker does not let be used for money stops a commercial film, before and after it is made."""

from __future__ import annotations

import re

from memory.errors import Refused
from memory.film import Film
from memory.project import Project
from memory.store import TakeStore
from memory.takes import Manifest, Take
from tools.guards.texts import film_of
from tools.policy import Act

_NO_MONEY = re.compile(
    r"\bnon-?\s?commercial\b|\bno commercial\b|\bresearch[- ]only\b|\bnot for commercial\b|\bCC[- ]BY[- ]NC\b|-NC\b|\bNC-"
    r"|\bCPML\b|\bcoqui public model\b|\bpersonal use only\b",
    re.IGNORECASE,
)


def forbids_money(licence: str) -> bool:
    """Whether a licence forbids commercial use, by its name or its words."""
    return bool(_NO_MONEY.search(licence))


def check(act: Act) -> None:
    """Refuse, in a commercial film, an engine (or a model of its) whose licence forbids that."""
    film = film_of(act.root)
    if film is not None and film.use == "commercial":
        licences = [act.spec.licence, _of_model(act)]
        licences += [licence_of(take.manifest) for take in act.inputs.values()]
        for licence in filter(forbids_money, licences):
            raise Refused(_sentence(act.spec.name, licence))


def _of_model(act: Act) -> str:
    """The licence of the model that a request names; "" where it names none."""
    return str(getattr(getattr(act.request, "model", None), "licence", ""))


def licence_of(manifest: Manifest) -> str:
    """A take's licence: its engine's, and that of the model in it."""
    return "; ".join(dict.fromkeys(filter(None, (manifest.licence, str(manifest.data.get("licence", ""))))))


def may_leave(project: Project, key: str) -> None:
    """Refuse to let a commercial film out that holds, at any remove, a take whose licence forbids commercial use."""
    if project.film.use != "commercial":
        return
    for manifest in holds(project.takes, key):
        if forbids_money(licence_of(manifest)):
            raise Refused(_sentence(manifest.engine, licence_of(manifest)))


def holds(store: TakeStore, key: str) -> list[Manifest]:
    """The manifests of a take and of all it was made from."""
    return [take.manifest for take in holds_takes(store, key)]


def holds_takes(store: TakeStore, key: str) -> list[Take]:
    """A take and all it was made from, at any remove, each once."""
    seen, waiting, found = set[str](), [key], list[Take]()
    while waiting:
        current = waiting.pop()
        take = None if current in seen else store.find(current, verify=False)
        seen.add(current)
        if take is not None:
            found.append(take)
            waiting += take.manifest.inputs.values()
    return found


def notices(film: Film, store: TakeStore, key: str) -> tuple[str, ...]:
    """Who made what in a finished film and under which licence, each once, and whose manner the person answers for."""
    lines = [
        f"{manifest.role}: {manifest.engine} {manifest.version} ({licence_of(manifest)})" for manifest in holds(store, key)
    ]
    lines += [f"in the manner of {each.name}, answered for by the maker" for each in film.declared if each.meant == "style"]
    return tuple(sorted(set(lines)))


def _sentence(engine: str, licence: str) -> str:
    return (
        f"{engine} may not be used for money ({licence}), and this film is meant for commercial use. Nothing was let out. "
        "Choose another engine and render again, or say that the film is for personal use."
    )
