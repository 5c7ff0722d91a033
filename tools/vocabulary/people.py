"""Tools for whom the film shows and for whom it is: shares of people, strictness, use, labels; and the audit of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import Film
from memory.people import Shares
from tools.guards import auditing
from tools.guards.drawn_faces import told
from tools.guards.labels import shown_in, shown_label, spoken_label
from tools.guards.tables import table
from tools.guards.words_of import distance_lines, person_line
from tools.vocabulary.cast import member
from tools.vocabulary.desk import Desk, Done, edit

_STRICTER = ("mature", "general", "family")


def people(
    desk: Desk, ground: str = "", women: float = -1, leave: str = "", strictness: str = "", use: str = "", label: str = ""
) -> Done:
    """Set whom the film shows where words leave it open, for whom it is made, what for, and how it says who made it.

    ground: on draws people whom words leave open from the film's shares; off leaves them to the painter; "" leaves it
    women: share of women among those, 0 to 1, the rest men; -1 leaves it
    leave: a cast member who shall be left to the painter
    strictness: family, general or mature (for adults); "" leaves it
    use: personal or commercial; "" leaves it
    label: how the film says at its beginning that a program made it: shown, spoken, both or none; "" leaves it
    """
    if not any((ground.strip(), women >= 0, leave.strip(), strictness.strip(), use.strip(), label.strip())):
        raise FilmError(f"Say what to set: ground, women, leave, strictness, use or label. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        after, words = _persons(film, ground, women, leave)
        if strictness.strip():
            chosen = _one(strictness, _STRICTER, "strictness")
            after, words = changed(after, strictness=chosen), [*words, f"the film is made for {_WHOM[chosen]}"]
        if use.strip():
            chosen = _one(use, ("personal", "commercial"), "use")
            after, words = changed(after, use=chosen), [*words, f"the film is for {chosen} use"]
        if label.strip():
            chosen = _one(label, ("shown", "spoken", "both", "none"), "label")
            after, words = _labelled(after, chosen), [*words, f"the label at the beginning: {chosen}"]
        said = "; ".join(words)
        return after, f"{said[:1].upper()}{said[1:]}."

    return edit(desk, act)


_WHOM = {"family": "families with small children", "general": "general viewers", "mature": "adults"}


def _one(said: str, choices: tuple[str, ...], what: str) -> str:
    chosen = said.strip().lower()
    if chosen not in choices:
        raise FilmError(f"There is no {what} called {said[:60]!r}. Choose one of: {', '.join(choices)}. {UNCHANGED}")
    return chosen


def _persons(film: Film, ground: str, women: float, leave: str) -> tuple[Film, list[str]]:
    persons, words = film.people, list[str]()
    if ground.strip():
        on = _one(ground, ("on", "off"), "setting of ground") == "on"
        persons = changed(persons, ground=on)
        words.append(
            "people whom the words leave open are drawn from the film's shares" if on else "they are left to the painter"
        )
    if women >= 0:
        if women > 1:
            raise FilmError(f"A share lies between 0 and 1, and {women:g} was said. {UNCHANGED}")
        shares = changed(persons.shares, gender={"woman": women, "man": 1 - women})
        persons = changed(persons, shares=shares, ground=True)
        words.append(f"of the people whom words leave open {women:.0%} are women")
    if leave.strip():
        who = member(film, leave)
        persons = changed(persons, left=tuple(dict.fromkeys((*persons.left, who.id))))
        words.append(f"{who.name} is left to the painter")
    return changed(film, people=persons), words


def _labelled(film: Film, which: str) -> Film:
    shown = shown_label() if which in ("shown", "both") else ""
    spoken = spoken_label() if which in ("spoken", "both") else ""
    return changed(film, label=changed(film.label, shown=shown, spoken=spoken, off=which == "none"))


def loosens(film: Film | None, args: Mapping[str, Any]) -> str:
    """What a call of `people` would loosen, as the rest of a sentence, for the person to agree to; "" when nothing."""
    if film is None:
        return ""
    asked = str(args.get("strictness") or "").strip().lower()
    if asked in _STRICTER and _STRICTER.index(asked) < _STRICTER.index(film.strictness):
        return f"makes the film less strict, for {_WHOM[asked]}"
    if str(args.get("use") or "").strip().lower() == "personal" and film.use == "commercial":
        return "says that the film is for personal use, so that takes not meant for money may stay"
    if str(args.get("label") or "").strip().lower() == "none" and (shown_in(film) or film.label.spoken):
        return "takes away the words by which the film says that a program made it"
    return ""


def audit(desk: Desk) -> Done:
    """Tell who is shown in the film and why: described by words, drawn from its shares, or left open; changes nothing."""
    film = desk.project.film
    found = auditing.report(film)
    lines = [person_line(each) for each in found["people"]] or ["There are no people in the cast."]
    lines += distance_lines(found)
    age = f"Suggested age: {found['age'] or 'any'}" + (f" ({', '.join(found['age_reasons'])})" if found["age_reasons"] else "")
    lines += [f"{age}. It is made for {_WHOM[film.strictness]}.", told(film)]
    return Done("\n".join(lines), version=film.version, data={**found, "faces": told(film)})


def usual_shares() -> Shares:
    """The shares that a film has which declares none."""
    usual = table("fairness")["shares"]
    return Shares(gender=usual["gender"], tone=tuple(usual["tone"]), age=usual["age"])
