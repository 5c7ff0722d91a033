"""Turning beats into sentences: choosing wordings that fit and were not used, and filling their slots."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from tools.engines.authored.cast import Troupe
from tools.engines.authored.finite import AUX
from tools.engines.authored.plots import PLOT, Plot, Unit
from tools.engines.authored.slots import DRAWN, draw
from tools.engines.authored.words import article, base_of_past, sentence, table, third, title_case, verbs, word_set
from tools.engines.authored.worlds import Stay, World

_OWN = {"thing", "goal", "event", "b", "keepsake", "place"}
"""Slots whose words come from this premise: wordings that have them are preferred."""
_MOMENT = {"when", "time_word", "a_time_word", "where"}
"""Slots that are filled afresh for every sentence."""
_BEFORE_OBJECTS = (
    "with|to|of|for|by|from|at|about|than|behind|between|beside|before|let|made|gave|found|saw|seen|left|put|told|asked|like|past"
    "|held|only|help|helped"
)
_SLOT = re.compile(r"\{(\w+)\}")
_MARK = re.compile(r"^(?:\(\w+\) )+")


@dataclass
class Teller:
    """Holds what one telling has already said. `slots` are the film's words, `known` the figures already met."""

    slots: dict[str, str]
    troupe: Troupe
    rng: random.Random
    world: World
    plot: Plot
    voice: str = ""
    thing: bool = False
    essay: bool = False
    plain: str = ""
    """The view of a film that tells what is known, which has no asides about the weather; empty for all others."""
    setup: bool = False
    """Whether the plot's setup is told, so that later beats may answer it."""
    terse: float = 0.0
    """The share of beats to be told in a few words, for scenes of a few seconds."""
    room: float = 1000.0
    """Letters that there is room for in a beat."""
    at: int = 0
    """The number of the scene that is being told."""
    met_at: int = 10**6
    """The scene from which on the second figure is known."""
    said: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    drawn: dict[int, dict[str, str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    spoken: set[tuple[int, str]] = field(default_factory=set)
    """What was spoken of already, by episode."""
    full_used: bool = False
    kept_at: int = 10**6
    """The scene from which on the keepsake is known."""
    near: bool = False
    """Whether the sentence before was about the heroes and nobody else, so that a pronoun is understood."""

    def beat(self, unit: Unit, stay: Stay) -> str:
        """The words of one beat at its place and hour."""
        wordings = list(unit.wordings)
        if self.terse and (self.terse >= 1 or unit.stage not in {"open", "want", "close"}) and self.rng.random() < self.terse:
            wordings = table("styles")["terse"][unit.stage] + table("styles")["terse"]["rest"]
        usable = [w for w in wordings if self._usable(w)] or [w for w in wordings if self._possible(w) and w not in self.said]
        if not usable:
            return self.detail(stay) or self.gesture(stay) or self._again(stay)
        usable = [w for w in usable if "(set)" in w] or usable
        weights = [(1 + 2 * len({s.lower() for s in _SLOT.findall(w)} & _OWN)) / self._over(w) for w in usable]
        return self._say(self.rng.choices(usable, weights)[0], stay, unit)

    def _over(self, wording: str) -> float:
        """How much a wording's length speaks against it in a film that has little room: 1 where there is enough."""
        return max(1.0, len(wording) / self.room) ** 4

    def detail(self, stay: Stay) -> str:
        """A sentence about the place, never said before in this film; empty when none is left."""
        left = [d for d in stay.spot.details if d not in self.said and not self.plain]
        if not left:
            return ""
        chosen = self.rng.choice(left)
        self.said.add(chosen)
        self.near = False
        return chosen

    def gesture(self, stay: Stay) -> str:
        """A small sentence in the film's voice, or about somebody; empty when none is left. Essays have asides about nobody."""
        name = ({"explainer": "remarks"}.get(self.plain, "margins") if self.plain else "asides") if self.essay else "gestures"
        spoken = [g for g in table("voices")[self.voice]["lines"] if self._usable(g)] if self.voice else []
        spoken = [g for g in spoken if not g.startswith("(dark)") or stay.time in {"night", "dusk"}]
        plain = list(table("episodes")[name]["lines"]) if self.voice != "letter" else []
        left = spoken or [g for g in plain if self._usable(g)]
        if not left and self.essay and self.voice != "letter":
            left = [g for g in table("episodes")["asides"]["lines"] if self._usable(g)]
        return self._say(self.rng.choice(left), stay, Unit("rest", ())) if left else ""

    def _again(self, stay: Stay) -> str:
        """What is left to say when the material is used up: short lines that name the place and the hour."""
        lines = [x for x in table("styles")["again"]["lines"] if self._possible(x)]
        return self._say(self.rng.choice(lines), stay, Unit("rest", ()))

    def _possible(self, wording: str) -> bool:
        if not all(self._suits(mark) for mark in re.findall(r"\(\w+\)", (_MARK.match(wording) or [""])[0])):
            return False
        slots = {s.lower() for s in _SLOT.findall(wording)}
        if slots & {"b", "b_a"} and "b_a" not in slots and self.troupe.other is not None and self.at < self.met_at:
            return False
        if "keepsake" in slots and self.at < self.kept_at < 10**6:
            return False
        return not slots - self.slots.keys() - DRAWN - _MOMENT - self.plot.props.keys()

    def _suits(self, mark: str) -> bool:
        """Whether this film has what a wording's mark asks for."""
        other = self.troupe.other
        able = not any(h.handless for h in self.troupe.heroes)
        built = self.slots.get("goal", "").split(" ", 1)[0] in word_set("building")
        asks = {
            "(hands)": able,
            "(both)": able and not (other and other.handless),
            "(spare)": able and self.troupe.keepsake not in self.slots.get("thing", ""),
            "(thing)": self.thing,
            "(solid)": self.thing and built,
            "(y)": "y" in self.slots,
            "(set)": self.setup,
        }
        return asks.get(mark, True)

    def _usable(self, wording: str) -> bool:
        return wording not in self.said and self._possible(wording) and self._shape(wording) not in self.shapes

    @staticmethod
    def _shape(wording: str) -> str:
        words = _MARK.sub("", wording).split()
        return " ".join(words[:2])

    def _say(self, wording: str, stay: Stay, unit: Unit) -> str:
        self.said.add(wording)
        plain = _MARK.sub("", wording)
        if not plain.startswith(("{Hero}", "{A}", "{When}", "{Folk}", "{Elder}")):
            self.shapes.add(self._shape(wording))
        slots = {**self.slots, **self._moment(stay), **self._known(unit, plain)}
        if (
            unit.stage not in {"open", "companion"}
            and not self.full_used
            and "{hero}" in plain.lower()
            and len(slots["full"]) < 60
        ):
            slots["hero"], self.full_used = slots["full"], True
        slots = self._refer(plain, slots) if unit.stage != "close" else slots
        if self.kept_at == 10**6 and "{keepsake}" in plain.lower():
            slots["keepsake"] = slots["keepsake_a"]
        if "keepsake" in plain.lower():
            self.kept_at = min(self.kept_at, self.at)
        if "b_a" in plain.lower() or (unit.stage in {"want", "told"} and not self.troupe.brought):
            self.met_at = min(self.met_at, self.at)
        return fill(plain, slots, self.troupe.several)

    def _refer(self, plain: str, slots: dict[str, str]) -> dict[str, str]:
        """Let a sentence that begins with the heroes begin with their pronoun when the one before was about them."""
        if self.near and plain.startswith("{Hero}"):
            self.near = False
            return {**slots, "Hero": self.slots["they"].capitalize()}
        named = {s.lower() for s in _SLOT.findall(plain)}
        others = {"folk", "elder", "stranger", "a_stranger", "b", "b_a", "a", "thing"}
        self.near = bool(named & {"hero", "intro"}) and not named & others
        return slots

    def _moment(self, stay: Stay) -> dict[str, str]:
        words = table("styles")["clock_words"][stay.time]
        return {
            "when": self.rng.choice(words["when"]) + ",", "time_word": words["word"], "a_time_word": article(words["word"]),
            "where": stay.spot.where,
        }  # fmt: skip

    def _known(self, unit: Unit, plain: str) -> dict[str, str]:
        """The episode's words; a stranger or a small thing that was spoken of before is "the" one now."""
        drawn = dict(self.episode(unit))
        if unit.chain < 0:
            return drawn
        for name, short in (("a_stranger", "stranger"), ("a_small", "small"), *((p, p) for p in self.plot.props)):
            if (unit.chain, name) in self.spoken:
                drawn[name] = f"the {drawn[short]}" if name != short else re.sub(r"^an? ", "the ", drawn.get(name, ""))
            elif name in plain.lower():
                self.spoken.add((unit.chain, name))
        return drawn

    def episode(self, unit: Unit) -> dict[str, str]:
        """What the beat's episode or plot is told with, drawn at its first beat."""
        if unit.chain not in self.drawn:
            heads = frozenset(h.head.lower().split()[-1] for h in self.troupe.members if h.head)
            drawn = draw(self.world, self.plot.props if unit.chain == PLOT else {}, self.used, self.rng, heads)
            if unit.chain < 0:
                return drawn
            self.drawn[unit.chain] = drawn
        return self.drawn[unit.chain]

    def title(self, unit: Unit, stay: Stay, used: set[str]) -> str:
        """A scene title that this film does not have yet."""
        words = table("styles")["clock_words"][stay.time]["word"].title()
        place = title_case(self.slots["place"])
        own = [unit.title] if unit.title else list(table("styles")["titles"].get(unit.stage, []))
        if self.essay:
            place = stay.spot.name
            own = own if unit.stage in {"open", "close"} else [place]
        elif not unit.title and unit.stage != "close":
            own = self.rng.sample([*own, stay.spot.name], len(own) + 1)
        choices = [t.replace("{Place_title}", place).replace("{Time_title}", words) for t in own]
        choices += [stay.spot.name, f"{stay.spot.name}, {stay.time.title()}"]
        found = next((t for t in choices if t not in used), None)
        return found or next(t for n in range(2, 999) if (t := f"{stay.spot.name}, {n}") not in used)


def fill(wording: str, slots: dict[str, str], several: bool) -> str:
    """A wording with its slots filled and its marked verbs agreeing with the heroes, or with the pronoun before them."""
    seen: set[str] = set()

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name == "Hero" and name in slots:
            name = "hero" if name in seen else "Hero"
            seen.add("Hero")
            return slots["Hero"] if name == "Hero" else slots["hero"][:1].upper() + slots["hero"][1:]
        words = slots[name] if name in slots else slots[name.lower()]
        return words[:1].upper() + words[1:] if name[0].isupper() else words

    text = _agreeing(_SLOT.sub(put, wording), several)
    text = re.sub(r",([,.;:])", r"\1", text)
    return sentence(_voiced(re.sub(r"\s+", " ", text).strip()))


def _agreeing(text: str, several: bool) -> str:
    """Marked verbs of the present, by the word before them: "they <know>", "the keeper <know>"."""

    def put(found: re.Match[str]) -> str:
        before, base = found[1], found[2]
        many = several or before.lower() in {"they", "we", "you", "i"}
        plain = {"I": "am"}.get(before, "are") if base == "be" else base
        return f"{before} {plain if many else third(base)}"

    return re.sub(r"(\S+) <(\w+)>", put, text)


def _objective(found: re.Match[str]) -> str:
    """Me and us, but not where "before" or "than" begins a clause: "before I can cross it out"."""
    after = (found[3] or "").strip()
    clause = found[1] in {"before", "than"} and (after in AUX or after in verbs() or base_of_past(after))
    who = found[2] if clause else "me" if found[2] == "I" else "us"
    return f"{found[1]} {who}{found[3] or ''}"


def _voiced(text: str) -> str:
    """The grammar of "I", "you" and "we": me and us after prepositions and verbs, were after you and we."""
    text = re.sub(rf"\b({_BEFORE_OBJECTS}) (I|we)(?=[ ,.;:]|$)( [a-z']+)?", _objective, text)
    text = re.sub(r"\b([Yy]ou|[Ww]e) was\b", r"\1 were", re.sub(r"\bI were\b", "I was", text))
    return re.sub(
        r"\b(I|[Yy]ou|[Ww]e|me|us)'s\b", lambda m: {"i": "my", "me": "my", "you": "your"}.get(m[1].lower(), "our"), text
    )
