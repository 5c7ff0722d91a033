"""How a told scene is seen and heard: the painter's description, shots, camera, motion, grade; `ears` says what is heard."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from memory.film import Scene, Shot, Stroke, Transition
from tools.engines.authored import shooting
from tools.engines.authored.ears import sounds
from tools.engines.authored.words import sentence, table
from tools.engines.authored.worlds import Stay

_BEASTS = rf"\b(?:{'|'.join(table('words')['intent']['swimmers'])})\b"


@dataclass(frozen=True)
class Seen:
    """What a scene shows: its stay, who stands in it (painted words), what else lies there, and how long it lasts."""

    stay: Stay
    stage: str
    who: tuple[str, ...]
    things: tuple[str, ...]
    seconds: float
    still: bool = False
    """Whether what is shown is a thing or an event that neither stands nor swims."""
    act: str = ""
    """Who does what, where the story says it; empty where they only stand there."""
    mood: str = ""
    """The mood where it is not that of the stage."""


def description(seen: Seen) -> str:
    """The scene for a painter, in concrete nouns: who, where, when, under which sky, and what lies about."""
    styles, stay = table("styles"), seen.stay
    if seen.act:
        return acted(seen)
    who = " and ".join(seen.who) if len(seen.who) < 3 else ", ".join(seen.who[:-1]) + " and " + seen.who[-1]
    creatures = [w for w in seen.who if re.search(_BEASTS, w)]
    verb = (
        ""
        if creatures or seen.still or not who
        else "stand"
        if len(seen.who) > 1 or re.match(r"^(?:two|three|four|five|six|seven|\w+s\b)", who)
        else "stands"
    )
    if verb and stay.spot.setting in {"sea", "underwater", "space", "sky"}:
        verb = {"sea": "", "underwater": "swim" if verb == "stand" else "swims"}.get(
            stay.spot.setting, "float" if verb == "stand" else "floats"
        )
    extras = [stay.spot.extra, *seen.things]
    paint = styles["clock_words"][stay.time]["paint"]
    see = stay.spot.see.removeprefix("underwater ") if verb.startswith("swim") else stay.spot.see
    where = f"underwater {see}" if verb.startswith("swim") else see
    tail = (
        [] if stay.spot.inside or stay.spot.setting in {"underwater", "space", "cave"} else [styles["sky_words"][stay.weather]]
    )
    parts = [" ".join(x for x in (who, verb, where, paint) if x), *tail, *[x for x in extras if x]]
    return sentence(", ".join(parts)) + "."


def acted(seen: Seen) -> str:
    """The description of a scene in which somebody does something: the act, the place, the hour, the sky, what lies about."""
    styles, stay = table("styles"), seen.stay
    open_air = not stay.spot.inside and stay.spot.setting not in {"underwater", "space", "cave"}
    tail = [styles["sky_words"][stay.weather]] if open_air else []
    extras = [x for x in (stay.spot.extra, *seen.things) if x and x not in seen.act]
    see = stay.spot.see.removeprefix("underwater ") if re.search(r"\bswims?\b", seen.act) else stay.spot.see
    place = f"underwater {see}" if see != stay.spot.see else see
    paint = styles["clock_words"][stay.time]["paint"]
    return sentence(", ".join([f"{seen.act} {place} {paint}", *tail, *extras])) + "."


def strokes(words: str, rng: random.Random) -> tuple[Stroke, ...]:
    """Motion for at most two of the things in a description that move by themselves."""
    marks = table("styles")["marks"]
    found = [m for m in marks if re.search(rf"\b{m}\b", words.lower())][:2]
    side = rng.choice((-1, 1))
    return tuple(
        Stroke(
            target=m, horizontal=round(marks[m][0] * side, 3), vertical=marks[m][1], proximity=marks[m][2], ambient=marks[m][3]
        )
        for m in found
    )


def shots(scene_id: str, seen: Seen, text: str, before: Sequence[Scene], seed: int) -> tuple[Shot, ...]:
    """One to three shots by the scene's length, cut on what it means; all of one place, drawn from one seed."""
    rng = random.Random(f"{seed}|{scene_id}|{text}")
    spot, mood = seen.stay.spot, str(table("styles")["stages"][seen.stage]["mood"])
    known = bool(before) and spot.see in before[-1].description
    cut = shooting.Cutting(seen.stage, mood, seen.seconds, _heads(seen), len(seen.things), before, known)
    ground = random.Random(f"{seed}|{spot.name}|{spot.see}").randrange(2**31)
    one = rng.randrange(max(len(seen.who), 1))
    made: list[Shot] = []
    plan = shooting.set_ups(cut, rng)
    for number, set_up in enumerate(plan):
        prompt = _prompt(set_up.subject, seen, text, one)
        made.append(Shot(
            id=f"{scene_id}{'abc'[number]}", framing=set_up.framing, prompt=prompt, seed=ground,
            share=shooting.share(set_up, rng),
            camera=shooting.camera(set_up, (number, len(plan)), cut, made, rng),
            strokes=strokes(prompt, rng) if set_up.framing in {"wide", "medium"} else (),
        ))  # fmt: skip
    return tuple(made)


def _heads(seen: Seen) -> int:
    """How many can be looked at in turn; what neither stands nor swims is one."""
    return 1 if seen.still and seen.who else len(seen.who)


def _prompt(subject: str, seen: Seen, text: str, one: int) -> str:
    """What a set-up's picture shows, for the painter; `one` is who is looked at first."""
    near = f"{seen.stay.spot.see} {table('styles')['clock_words'][seen.stay.time]['paint']}"
    if subject == "thing":
        return sentence(f"{seen.things[0]} {near}.")
    if subject in ("one", "other"):
        return sentence(f"{seen.who[(one + (subject == 'other')) % len(seen.who)]} {near}.")
    if subject == "place":
        return sentence(", ".join(x for x in (near, seen.stay.spot.extra) if x) + ".")
    return text


def scene(number: int, seen: Seen, words: tuple[str, str], pause: float, last: Sequence[Scene], seed: int) -> Scene:
    """A whole scene; `words` are its title and narration, `last` the scenes before it."""
    scene_id = f"s{number}"
    text = description(seen)
    mood = seen.mood or str(table("styles")["stages"][seen.stage]["mood"])
    return Scene(
        id=scene_id, title=words[0], description=text, mood=mood, narration=words[1],
        sounds=sounds(seen.stay, text, f"{words[1]} {seen.act}", last), pause=pause,
        shots=shots(scene_id, seen, text, last, seed),
    )  # fmt: skip


def faded(scenes: list[Scene]) -> tuple[Scene, ...]:
    """The scenes with the last one fading to black; all other cuts are plain, so that an edit touches its own scene only."""
    end = scenes[-1].model_copy(update={"transition": Transition(kind="fade_to_black", seconds=1.0)})
    return (*scenes[:-1], end)
