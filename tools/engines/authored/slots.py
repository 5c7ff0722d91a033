"""The words that wordings leave open: who, where, what with, drawn once for a film or once for an episode of it."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from tools.engines.authored.acting import painted_slots
from tools.engines.authored.cast import Troupe
from tools.engines.authored.figures import PRONOUNS
from tools.engines.authored.premise import Premise
from tools.engines.authored.words import article, base_of_past, is_plural, table, title_case, verbs, word_set
from tools.engines.authored.worlds import World

DRAWN = frozenset({"small", "a_small", "stranger", "a_stranger", "a_person", "count", "nth", "far"})
_ORDINALS = ("third", "fourth", "fifth", "sixth", "seventh")


def film_slots(premise: Premise, troupe: Troupe, slots: dict[str, str]) -> dict[str, str]:
    """The words of the whole film: those of the story, of its view, and those a painter is told."""
    a, _ = troupe.pair
    made = {**slots, "a_their": PRONOUNS[a.pronoun][2], **painted_slots(troupe, slots)}
    made |= {"x_c": slots["x"][:1].upper() + slots["x"][1:]} if "x" in slots else {}
    if premise.view:
        made |= {"x_seen": _seen(premise), "matter": short_topic(premise.topic)}
    if premise.view == "letter":
        made |= {"dear_line": f"{_dear(premise.topics[0])}.", "topic_letter": premise.topic}
    if premise.event:
        made["event_act"] = present_act(premise.event)
    if premise.state and not re.match(r"(?:was|were|had|could|did|would|knew|never|still|always) ", premise.state):
        made["state_act"] = present_act(premise.state)
    return made


def short_topic(topic: str, longest: int = 44) -> str:
    """As much of a topic as one says a second time: without what follows a comma, a "from" or a relative clause."""
    for cut in (r"\s*[:;(].*$", r",.*$", r" (?:from|so that|because|when|who|that) .*$"):
        topic = re.sub(cut, "", topic) if len(topic) > longest else topic
    return topic


def _seen(premise: Premise) -> str:
    """What a painter can show of a topic, without the question round it or the history before it."""
    said = premise.seen or premise.topic
    said = re.sub(r"^(?:the |a )?(?:\w+ )?(?:history|story|invention|origins?|life|making|rise|evolution) of ", "", said)
    happened = re.match(r"(?:the|an?|my|our) (?:[\w-]+ )?(\w+) (?:of|at|in) ((?:the |an? |my |our )?[\w' -]+)$", said)
    if happened and happened[1] in word_set("happenings"):
        said = happened[2]
        bare = re.match(r"^[a-z]+$", said) and not is_plural(said) and said not in table("words")["sets"]["hours"]
        said = article(said) if bare else said
    said = re.sub(r"^(?:how|why|what|where|when) (?:to )?", "", said)
    return re.sub(r"^the (?=\w+$)", "a ", said) if not is_plural(said.split()[-1]) else re.sub(r"^the ", "", said)


def _dear(to: str) -> str:
    """How a letter begins: "my late father" -> "Dear Father", "my younger self" -> "Dear younger me"."""
    plain = re.sub(r"^(?:late|dead|dear|beloved|unborn|lost|old|own) ", "", to)
    if plain.endswith("self"):
        return f"Dear {plain.removesuffix('self').strip() or 'old'} me"
    kin = " " not in plain and plain.islower()
    return f"Dear {title_case(plain) if kin else plain}"


def present_act(event: str) -> str:
    """An event of the past as it is seen: "found a key that opened any door" -> "<find> a key"."""
    words = re.sub(r"^(?:finally|suddenly|once|slowly) ", "", event).split()
    base = base_of_past(words[0]) or (words[0] if words[0] in verbs() else "")
    if not base or len(words) < 2:
        return ""
    rest = re.split(r" (?:that|who|which|because|when|where|until|while|so|but|to) |, ", " ".join(words[1:]), maxsplit=1)[0]
    rest = re.split(r"(?<=\w{3}) and (?=\w+ed\b)", rest, maxsplit=1)[0]
    return f"<{base}> {rest}" if len(rest.split()) < 10 else f"<{base}>"


def draw(
    world: World, props: Mapping[str, tuple[str, ...]], used: set[str], rng: random.Random, heads: frozenset[str] = frozenset()
) -> dict[str, str]:
    """What one episode or plot is told with: a stranger and a small thing of its world, numbers, and the plot's own props.

    A stranger is nobody who would be called by the same word as one of the heroes (`heads`).
    """
    people, things = table("locals")[world.name]["strangers"], table("locals")[world.name]["smalls"]
    others = [p for p in people if not heads & set(_short(p).split())] or people
    who = rng.choice([p for p in others if p not in used] or others)
    small = rng.choice([t for t in things if t not in used] or things)
    used |= {who, small}
    far = table("episodes")["slots"]["far"]
    drawn = {
        "a_stranger": who, "stranger": _short(who), "a_person": article(_short(who)), "small": small, "a_small": article(small),
        "count": rng.choice(table("episodes")["slots"]["count"]), "nth": rng.choice(_ORDINALS), "far": rng.choice(far),
    }  # fmt: skip
    return drawn | {name: rng.choice(values) for name, values in props.items()}


def _short(who: str) -> str:
    """A stranger as known by now, without article: "old woman" of "an old woman with a basket of fish"."""
    return re.sub(r"^an? ", "", re.split(r" (?:with|in|on|from|of|carrying) ", who, maxsplit=1)[0])
