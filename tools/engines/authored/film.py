"""A film document from a told story: title, logline, style, cast, music, and every scene directed."""

from __future__ import annotations

import random
import re

from memory.film import SIZES, CastMember, Film, Music, Narrator, Scene, Style
from tools.engines import Brief
from tools.engines.authored import direction
from tools.engines.authored.cast import Troupe, cast_list, painted
from tools.engines.authored.draft import Draft, Told, draft, speech_seconds
from tools.engines.authored.figures import known_agent
from tools.engines.authored.premise import Premise, read_premise
from tools.engines.authored.titles import film_title
from tools.engines.authored.words import article, nouns, sentence, singular, table, word_set
from tools.timing import LEAD

DRAFTED_BY = (
    "Onereel's authored narrative engine: arcs and sentences written by people and chosen by rules. It is not a language model."
)
SEED_LIMIT = 2**32


def premise_film(brief: Brief) -> Film:
    """A film told from a premise; FilmError when the premise has no words."""
    premise = read_premise(brief.text)
    seed, seconds = brief.seed % SEED_LIMIT, brief.seconds or 60
    told = draft(premise, seconds, brief.scenes, seed)
    scenes: list[Scene] = []
    for number, part in enumerate(told.scenes, 1):
        seen = _seen(part, told, premise, number)
        scenes.append(direction.scene(number, seen, (part.title, part.narration), part.pause, scenes, seed))
    return assemble(
        brief,
        film_title(told, premise, seed),
        _logline(premise),
        cast_list(told.troupe),
        scenes,
        tone_of(premise.words, bool(premise.topic), told.telling.voice),
    )


def assemble(brief: Brief, title: str, logline: str, cast: tuple[CastMember, ...], scenes: list[Scene], tone: str) -> Film:
    """Put a film round its scenes: frame, palette, narrator and music by tone."""
    data = table("styles")[tone]
    seed = brief.seed % SEED_LIMIT
    rng = random.Random(f"{seed}|style|{brief.text[:2000]}")
    width, height = SIZES[brief.aspect]
    return Film.model_validate({
        "title": title[:200], "logline": logline, "aspect": brief.aspect, "width": width, "height": height,
        "seconds": brief.seconds, "seed": seed,
        "style": Style(palette=tuple(rng.choice(data["palettes"])), prompt=f"cut paper, {tone}"), "cast": cast,
        "narrator": Narrator(tone=data["voice"]),
        "music": Music(mood=data["music"], tempo=data["tempo"] + rng.randrange(-3, 4)),
        "scenes": direction.faded(scenes), "drafted_by": DRAFTED_BY,
    })  # fmt: skip


def tone_of(words: tuple[str, ...] | list[str], essay: bool = False, voice: str = "") -> str:
    """The tone of the voice, else that which most words speak of: warm, bright, wonder, dark, tense, calm, thoughtful."""
    if voice and table("voices")[voice].get("tone"):
        return str(table("voices")[voice]["tone"])
    scores = {name: sum(w in set(listed) for w in words) for name, listed in table("words")["tones"].items()}
    best = max(scores, key=lambda name: scores[name])
    if essay:
        return "thoughtful"
    return best if scores[best] else "calm"


def _seen(part: Told, told: Draft, premise: Premise, number: int) -> direction.Seen:
    seconds = LEAD + speech_seconds(part.narration) + part.pause
    things = []
    if premise.thing and _portable(premise.thing) and (number % 2 == 1 or part.stage in {"want", "aid", "act"}):
        things.append(premise.thing.removeprefix("the "))
    if told.slots["keepsake"].removeprefix("the ") in part.narration:
        things.append(article(told.troupe.keepsake))
    things = list(dict.fromkeys(_indefinite(t) for t in things))
    drawable = [t for t in things if not any(t.split()[-1] in p.split() for p in [part.stay.spot.see, part.stay.spot.extra])]
    return direction.Seen(
        part.stay,
        part.stage,
        _who(part, told.troupe, premise),
        tuple(drawable[:2]),
        seconds,
        told.troupe.subject,
        part.act,
        part.mood,
    )


def _portable(thing: str) -> bool:
    """Whether a thing can be seen lying about: not the sea, the stars, or a place."""
    head = singular(thing.rsplit(maxsplit=1)[-1])
    large = {w for data in table("worlds").values() for w in data["words"]} | set(table("words")["places"]) | nouns("abstract")
    return (
        head not in large
        and not (known_agent(head) and head not in word_set("scenery"))
        and not thing.rsplit(maxsplit=1)[-1][:1].isupper()
        and thing.rsplit(maxsplit=1)[-1] not in large
        and head
        not in word_set("happenings")
        | {
            "heist",
            "plan",
            "secret",
            "job",
            "murder",
            "crime",
            "mystery",
            "theft",
            "trial",
            "joke",
            "game",
            "rain",
            "snow",
            "wind",
            "storm",
            "fog",
            "dark",
            "recipe",
        }
        and not re.match(r"^(?:my|our|her|his|their|its)\s|.*\bcolou?r", thing)
    )


def _indefinite(thing: str) -> str:
    thing = re.sub(r"^(?:first|last|only|final|same|next|very)\s", "", thing)
    if "'s " in thing:
        return f"the {thing}"
    return thing if re.match(r"^(?:an?|her|his|their|its|my|our)\s|.*s$", thing) else article(thing)


def _who(part: Told, troupe: Troupe, premise: Premise) -> tuple[str, ...]:
    if troupe.subject and not premise.seen:
        return ()
    if troupe.subject:
        return (premise.seen,)
    people = list(troupe.heroes[:3])
    if (
        troupe.other
        and (not troupe.brought or part.stage != "open")
        and (troupe.other.short in part.narration or part.stage in {"act", "after", "close", "companion"})
    ):
        people.append(troupe.other)
    return tuple(painted(p) for p in people)


def _logline(premise: Premise) -> str:
    said = premise.text.strip()
    said = said if said.endswith((".", "!", "?")) else said + "."
    return sentence(said)[:600] + " (Drafted by an authored narrative engine, not a language model.)"
