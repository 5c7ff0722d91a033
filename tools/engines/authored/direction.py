"""How a told scene is seen and heard: the painter's description, shots, camera, motion, grade; `ears` says what is heard."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from memory.film import Camera, Framing, Move, Scene, Shot, Stroke, Transition
from tools.engines.authored.ears import sounds
from tools.engines.authored.words import sentence, table
from tools.engines.authored.worlds import Stay

MOVES: tuple[Move, ...] = ("push_in", "pan_right", "tilt_up", "pull_out", "pan_left", "tilt_down")


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


def description(seen: Seen) -> str:
    """The scene for a painter, in concrete nouns: who, where, when, under which sky, and what lies about."""
    styles, stay = table("styles"), seen.stay
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


def moves(stage: str, last: Move | None, rng: random.Random) -> Move:
    """A camera move that suits the stage and is not the one before it."""
    wished = [m for m in table("styles")["stages"][stage]["moves"] if m != last]
    return cast(Move, rng.choice(wished or [m for m in MOVES if m != last]))


def shots(scene_id: str, seen: Seen, text: str, last: Move | None, seed: int) -> tuple[Shot, ...]:
    """One shot, or two for a scene of more than seven seconds: the wide one, then whom it is about."""
    rng = random.Random(f"{seed}|{scene_id}|{text}")
    first = moves(seen.stage, last, rng)
    wide: Framing = "medium" if seen.stay.spot.inside and rng.random() < 0.35 else "wide"
    made = [_shot(f"{scene_id}a", wide, text, first, rng, 1.0)]
    if seen.seconds > 7:
        nearer, subject = _nearer(seen, rng)
        second = rng.choice([m for m in ("push_in", "pull_out", "pan_left", "pan_right", "tilt_up") if m != first])
        made.append(_shot(f"{scene_id}b", nearer, subject, cast(Move, second), rng, rng.choice((0.8, 0.9, 1.0))))
    return tuple(made)


def _nearer(seen: Seen, rng: random.Random) -> tuple[Framing, str]:
    styles = table("styles")
    near = seen.stay.spot.see + " " + styles["clock_words"][seen.stay.time]["paint"]
    if seen.things and rng.random() < 0.3:
        return "detail", sentence(f"{seen.things[0]} {near}.")
    if not seen.who:
        return "medium", sentence(f"{seen.stay.spot.extra or seen.stay.spot.see} {near}.")
    who = rng.choice(seen.who)
    framing: Framing = rng.choice(("medium", "close", "close"))
    return framing, sentence(f"{who} {near}.")


def _shot(shot_id: str, framing: Framing, prompt: str, move: Move, rng: random.Random, share: float) -> Shot:
    amount = round(rng.uniform(0.22, 0.42), 2) if framing in {"wide", "medium"} else round(rng.uniform(0.15, 0.28), 2)
    drift = strokes(prompt, rng) if framing in {"wide", "medium"} else ()
    return Shot(
        id=shot_id, framing=framing, prompt=prompt, seed=rng.randrange(2**31), share=share, strokes=drift,
        camera=Camera(move=move, amount=amount, easing="ease_in_out"),
    )  # fmt: skip


def scene(number: int, seen: Seen, words: tuple[str, str], pause: float, last: Sequence[Scene], seed: int) -> Scene:
    """A whole scene; `words` are its title and narration, `last` the scenes before it."""
    scene_id = f"s{number}"
    text = description(seen)
    before = last[-1].shots[-1].camera.move if last else None
    mood = str(table("styles")["stages"][seen.stage]["mood"])
    return Scene(
        id=scene_id, title=words[0], description=text, mood=mood, narration=words[1],
        sounds=sounds(seen.stay, text, words[1], last), pause=pause, shots=shots(scene_id, seen, text, before, seed),
    )  # fmt: skip


def faded(scenes: list[Scene]) -> tuple[Scene, ...]:
    """The scenes with the last one fading to black; all other cuts are plain, so that an edit touches its own scene only."""
    end = scenes[-1].model_copy(update={"transition": Transition(kind="fade_to_black", seconds=1.0)})
    return (*scenes[:-1], end)
