"""Who is in this telling: the premise's heroes, a second figure, a keepsake, and the words that templates call them by."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from memory.film import CastMember
from tools.engines.authored.figures import NUMBERS, PRONOUNS, Figure, figure, joined, parts
from tools.engines.authored.premise import Premise
from tools.engines.authored.words import article, is_plural, nouns, singular, table, word_set
from tools.engines.authored.worlds import World

_SMALL = word_set("small")


@dataclass(frozen=True)
class Troupe:
    """The people of one film. `other` is the second figure of a one-hero story; `brought` says that the writer added it."""

    heroes: tuple[Figure, ...]
    other: Figure | None
    brought: bool
    keepsake: str
    """Without article: "brass bell"."""
    subject: bool = False
    """Whether the one hero is what the film looks at rather than somebody who acts."""
    writer: bool = False
    """Whether the one hero is who writes the letter that the film is."""

    @property
    def pair(self) -> tuple[Figure, Figure | None]:
        """The two whom templates call {a} and {b}."""
        first = self.heroes[0]
        if len(self.heroes) > 1:
            return first, self.heroes[1]
        if first.count > 1 and first.words.split(maxsplit=1)[0].lower() in NUMBERS:
            return parts(first)
        return first, self.other

    @property
    def members(self) -> tuple[Figure, ...]:
        """All of them, for the cast list and the painter."""
        return self.heroes + ((self.other,) if self.other else ())

    @property
    def several(self) -> bool:
        """Whether the heroes are more than one."""
        return len(self.heroes) > 1 or self.heroes[0].count > 1 or self.heroes[0].plural


def gather(premise: Premise, world: World, company: bool, rng: random.Random) -> Troupe:
    """Assemble the troupe; `company` allows a companion for a lone hero. Looks are drawn only where words leave them open."""
    if premise.view == "letter":
        return Troupe((_dressed(Figure("", "I", "I", name="I"), rng),), None, False, "lantern", writer=True)
    if premise.view:
        return Troupe((Figure(premise.seen or premise.topic, premise.topic, "it"),), None, False, "lantern", subject=True)
    heroes = premise.heroes[:4] or (_own(world, "hero"),)
    heroes = tuple(_dressed(h, rng) for h in heroes)
    alone = len(heroes) == 1 and heroes[0].count == 1 and not heroes[0].plural
    other, brought = premise.other if alone else None, False
    if alone and other is None and company:
        other, brought = _own(world, "companion"), True
        if other.head == heroes[0].head:
            other, brought = None, False
    head = premise.thing.split()[-1] if premise.thing else ""
    carried = premise.goal.split(" ", 1)[0] in {"carry", "deliver", "bring", "return", "take"}
    own = (bool(premise.event) or carried) and head in _SMALL
    keepsake = premise.thing.removeprefix("the ") if own else rng.choice(world.data["keepsakes"])
    return Troupe(heroes, _dressed(other, rng) if other else None, brought, keepsake)


def _own(world: World, who: str) -> Figure:
    made = figure(world.data[who][0])
    assert made is not None
    return replace(made, head=world.data[who][1], pronoun=world.data[who][2])


def _dressed(who: Figure, rng: random.Random) -> Figure:
    looks = table("styles")["looks"]
    clothed = (
        who.pronoun in {"she", "he"}
        or singular(who.head.lower()) in nouns("person")
        or bool(who.name)
        or who.head.endswith("er")
    )
    if not clothed or singular(who.head) in word_set("robed"):
        return who
    if who.look or who.plural or who.count > 1:
        return who
    if who.head in {"robot", "android"}:
        return replace(who, look=rng.choice(looks["robot"]))
    described = any(w in who.words.split() for w in ("coat", "dress", "hat", "with", "in", "wearing"))
    if who.pronoun == "it" or described or who.handless:
        return who
    worn = [x for x in looks["person"] if who.pronoun == "she" or "shawl" not in x]
    return replace(who, look=rng.choice(worn))


def cast_list(troupe: Troupe) -> tuple[CastMember, ...]:
    """The troupe as the film's cast, all of them invented."""
    if troupe.subject:
        return ()
    return tuple(
        CastMember(
            id=f"c{i}",
            name={"I": "Narrator", "you": "You", "we": "We"}.get(who.name, who.name) or who.words[:1].upper() + who.words[1:],
            description=painted(who),
            fictional=True,
        )
        for i, who in enumerate(troupe.members, 1)
    )


def painted(who: Figure) -> str:
    """A figure in a painter's words; somebody with only a name is painted as what the pronoun says."""
    if who.words:
        return who.painted() if who.plural or (who.count > 1 and who.words[:1].islower() and not who.determiner) else _one(who)
    elder = "old " if re.match(r"(?i)grand|old|aunt|uncle|professor|doctor", who.name) else ""
    noun = elder + {"she": "woman", "he": "man", "it": "creature", "they": "person"}.get(who.pronoun, "person")
    return f"{article(noun)} {who.look}".strip()


def _one(who: Figure) -> str:
    if who.owned:
        return f"{article(who.head)} {who.look}".strip()
    words = (
        re.sub(r"^(?:last|only|first|final|(?!honest|modest)\w+est) (?=\w)", "", who.words)
        if who.determiner == "the"
        else who.words
    )
    base = f"the {who.words}" if who.determiner == "the" and who.words[:1].isupper() else article(words)
    return f"{base} {who.look}".strip()


def words_for(troupe: Troupe, premise: Premise, world: World) -> dict[str, str]:
    """Every slot whose words stay the same through the film; a slot that has nothing to say is absent."""
    heroes = troupe.heroes
    a, b = troupe.pair
    one = PRONOUNS["they" if troupe.several else heroes[0].pronoun]
    place, preposition = world.home.where.split(" ", 1)[1], world.home.where.split(" ", 1)[0]
    if premise.place is None or premise.crossing:
        place, preposition = world.data["place"][0], world.data["place"][1]
    if place in {h.full for h in heroes}:
        place, preposition = "the valley", "in"
    keepsake = troupe.keepsake
    named = {h.head for h in (*heroes, *([b] if b else []))}
    storm = "the hail" if world.data["storm"].split()[-1] in named else world.data["storm"]
    slots = {
        "intro": joined([h.first for h in heroes]), "full": joined([h.full for h in heroes]),
        "hero": joined([h.short for h in heroes]) if len(heroes) < 3 else "the whole company",
        "they": one[0], "them": one[1], "their": one[2], "their_own": one[3],
        "a": a.short, "place": place, "at_place": f"{preposition} {place}", "keepsake": f"the {keepsake}",
        "keepsake_a": article(keepsake),
        "keepsake_own": f"{one[2]} {keepsake}",
        "folk": world.data["folk"], "elder": world.data["elder"], "storm": storm, "storm_c": storm,
        "thing": premise.thing or f"the {keepsake}",
    }  # fmt: skip
    if keepsake.startswith(("her ", "his ", "their ", "its ", "my ")):
        slots |= {"keepsake": keepsake, "keepsake_a": keepsake, "keepsake_own": keepsake}
    if b is not None:
        slots |= {"b": b.short, "b_a": b.first}
    if premise.goal.split(" ", 1)[0] in {"find", "reach", "see", "seek", "hunt", "discover", "visit"} and premise.thing:
        slots["sought"] = premise.thing
    for name in ("goal", "event", "state"):
        if getattr(premise, name):
            slots[name] = getattr(premise, name)
    if premise.topic:
        first = (premise.topics or ("it",))[0]
        asking = re.match(r"(?:how|why|what|where|when|whether)\b", premise.topic)
        slots["ask"] = premise.topic if asking else f"about {premise.topic}"
        many = is_plural(first.split()[-1]) and " of " not in first
        slots |= {"topic": premise.topic, "x": first, "x_it": "they" if many else "it", "x_is": "are" if many else "is"}
        slots["z"] = premise.topics[-1] if premise.topics else premise.topic
        if len(premise.topics) > 1:
            slots["y"] = premise.topics[1]
    return slots
