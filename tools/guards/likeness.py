"""The rule of likeness: real people are shown only with a record of their consent; who may be real is asked about once.

A list of names is a speed bump: it knows the best known, never everybody. What it takes for a name is asked about, and the
answer is the person's alone: no tool and no model can give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from memory.consent import Consent, Ledger, film_id, now, this_user
from memory.errors import Refused
from memory.film import CastMember, Film
from memory.people import Declared
from tools.engines import Brief
from tools.guards.names import Named, named
from tools.guards.spelling import compact
from tools.guards.styles import asked_for, without_manner
from tools.guards.texts import film_of, pictured
from tools.policy import Act
from tools.settings import load_settings

PURPOSE = "likeness"
_RECORD = (
    "A real person's likeness needs that person's own record of consent, read aloud: "
    "onereel voice enroll NAME --person ... --purpose 'to show my likeness in films'."
)


def check(act: Act) -> None:
    """Refuse a draft or a picture of somebody real without a record, or of who may be real and was not asked about."""
    film = film_of(act.root)
    if isinstance(act.request, Brief):
        refuse(act.request.text, declared=[*act.request.declared, *_fictional(film)], film=film, root=act.root)
        return
    members: tuple[CastMember, ...] = tuple(getattr(act.request, "cast", ()))
    for member in members:
        if not member.fictional and not consented(member.name, act.root):
            raise Refused(
                f"{member.name} is in the cast as a real person, and there is no record of their consent. Nothing was drawn. "
                f"{_RECORD} If {member.name} is made up, say so: onereel declare DIR --fictional {member.name!r}."
            )
    made_up = [member.name for member in members if member.fictional]
    refuse(pictured(act), declared=[*_fictional(film), *made_up], film=film, root=act.root)


def _fictional(film: Film | None) -> list[str]:
    if film is None:
        return []
    said = [each.name for each in film.declared if each.meant == "fictional"]
    return said + [member.name for member in film.cast if member.fictional]


def refuse(text: str, declared: Iterable[str], film: Film | None, root: Path | None) -> None:
    """Raise Refused for the first in a text who is real, or may be and was not declared; nothing when all are settled."""
    for who in open_names(text, declared):
        if consented(who.name, root):
            continue
        raise Refused(_sentence(who, film is not None))


def open_names(text: str, declared: Iterable[str]) -> list[Named]:
    """Those in a text about whom something is to be settled: the well known always, others unless they were declared."""
    settled = {compact(name) for name in declared}
    if artists := {compact(name) for name in asked_for(text, ())}:
        elsewhere = {compact(who.name) for who in named(without_manner(text))}
        settled |= artists  # a manner is the rule of style's matter, as long as they are not shown themselves
        return [who for who in open_names(without_manner(text), declared)] + [
            who
            for who in named(text)
            if compact(who.name) not in elsewhere | artists and (who.kind == "known" or not _settled(who, settled))
        ]
    return [who for who in named(text) if who.kind == "known" or not _settled(who, settled)]


def _settled(who: Named, settled: set[str]) -> bool:
    letters = compact(who.name)
    if who.kind == "described":
        return any(name and (letters.startswith(name) or name.startswith(letters)) for name in settled)
    return letters in settled or any(letters in name for name in settled if len(letters) > 6)


def askable(text: str, film: Film | None) -> tuple[Declared, ...]:
    """What a yes to the question about a text's names would declare."""
    return tuple(Declared(name=who.name[:500]) for who in open_names(text, _fictional(film)) if who.kind != "known")


def _sentence(who: Named, there: bool) -> str:
    if who.kind == "known":
        return (
            f"{who.name} is a person of public life, and nobody real is shown without their consent. Nothing was made. "
            f"Tell it of somebody made up. {_RECORD} If this is a namesake, add the name to `allowed` in people.toml."
        )
    way = (
        f"onereel declare DIR --fictional {who.name!r}"
        if there
        else f"the same command with --fictional {who.name!r}, or a yes in the chat"
    )
    if who.kind == "described":
        return (
            f'Who is meant by "{who.written}"? Nobody real is shown without their consent, so nothing was made. '
            f"Is it somebody made up, say so once: {way}. {_RECORD}"
        )
    return (
        f"Is {who.name} a real person? That is asked once, and nothing was made yet. "
        f"If {who.name} is made up, say so: {way}. {_RECORD}"
    )


def consented(name: str, root: Path | None) -> bool:
    """Whether the ledger holds a record, neither revoked nor ended, of that person's consent to be shown in this film."""
    ledger = Ledger(load_settings().voices_dir)
    gone = ledger.revoked()
    return any(
        record not in gone and _covers(consent, root) and _same(consent.person, name)
        for record, consent in ledger.find("consent", Consent).items()
    )


def _covers(consent: Consent, root: Path | None) -> bool:
    scope = consent.scope
    here = not scope.films or (root is not None and film_id(root) in scope.films)
    current = not scope.expires or scope.expires > now()
    return PURPOSE in re.findall(r"\w+", scope.purpose.lower()) and scope.user == this_user() and here and current


def _same(person: str, name: str) -> bool:
    return compact(person) == compact(name)
