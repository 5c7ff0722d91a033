"""Reading a premise: who, where, wanting or meeting what, with which objects, when, and in what tone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from memory.errors import FilmError
from tools.engines.authored.clauses import Clause, clause, past_sentence, split_tail
from tools.engines.authored.figures import PRONOUNS, Figure, figure, known_agent
from tools.engines.authored.words import article, nouns, singular, squeeze, table

_INSTRUCTION = re.compile(
    r"^(?:make it|keep it|use |set it|it should|please|tone|style|mood|the (?:tone|mood|style|film|ending) |with a |no |in the style)", re.I
)
_PLACE = re.compile(
    r"\b((?i:in|on|at|inside|beneath|under|near|beside|above|aboard|across|through|along|off|by|to|over|from)) "
    r"((?:(?:a|an|the|her|his|their|its|my|our) )?(?:[\w'-]+ ){0,3}?)([\w'-]+)(?=$|[ ,.;:!?])"
)

SCENERY = frozenset(
    "sun moon star wind river mountain cloud tree train clock kite piano lantern lamp violin bus tram candle umbrella teapot lighthouse "
    "spaceship submarine shadow satellite streetlight toy doll puppet machine computer".split()
)
"""Things that can be heroes of a fable when the words make them act, but that nobody takes for one when they only lie about."""


@dataclass(frozen=True)
class Place:
    """Where the story lives: words without article ("small fishing village"), preposition, and the painter's view of it."""

    words: str
    preposition: str
    setting: str
    see: str
    named: bool = False

    @property
    def definite(self) -> str:
        """The place as known: "the small fishing village", "Venice"."""
        return self.words if self.named else f"the {self.words}"

    @property
    def at(self) -> str:
        """Being there: "at the lighthouse", "in Venice"."""
        return f"{self.preposition} {self.definite}"


@dataclass(frozen=True)
class Premise:
    """What the writer understood. At most one of goal, event, state is the main clause; `told` are further past sentences."""

    text: str
    heroes: tuple[Figure, ...] = ()
    kind: str = ""
    goal: str = ""
    event: str = ""
    state: str = ""
    thing: str = ""
    other: Figure | None = None
    told: tuple[str, ...] = ()
    topic: str = ""
    topics: tuple[str, ...] = ()
    place: Place | None = None
    words: tuple[str, ...] = field(default=())
    crossing: bool = False
    """Whether the place is where the story goes rather than where it lives."""


def read_premise(text: str) -> Premise:
    """Read a premise of one or a few English sentences; FilmError when it holds no words to build on."""
    text = squeeze(text)
    if not re.search(r"[A-Za-z]{2}", text):
        raise FilmError("The premise has no words in it, so there is nothing to tell yet. Write one sentence about who and what.")
    core, *more = _sentences(_without_openers(text))
    first = core.split()[0]
    core = first.lower() + core[len(first) :] if known_agent(first.lower()) and len(first) > 2 else core
    words = tuple(re.findall(r"[a-z'-]+", text.lower()))
    lead, core = _lead(core)
    told = [past_sentence(s) for s in [*lead, *more] if not _INSTRUCTION.match(s)]
    place = find_place(text)
    topic = _topic(core)
    if topic:
        return Premise(text, topic=topic, topics=_topics(topic), place=place, words=words, told=tuple(filter(None, told)))
    return _story(text, core, [t for t in told if t], place, words)


def _story(text: str, core: str, told: list[str], place: Place | None, words: tuple[str, ...]) -> Premise:
    main, tail = split_tail(core)
    read = clause(main)
    if place and read.kind == "seek" and re.search(rf"\b{place.definite}\b", read.goal, re.I):
        crossing = True
    else:
        crossing = False
    told = [t for t in (past_sentence(x) for x in tail) if t] + told
    heroes = tuple(_with_pronouns(_heroes(read.subject), words))
    if not read.kind and heroes and singular(heroes[0].head) in SCENERY:
        heroes = ()
    if not read.kind and not _owner(read.subject) and not any(known_agent(h.head) or h.name for h in heroes):
        return Premise(text, (), "discover", thing=_definite(read.subject), event=f"came upon {read.subject}",
                       told=tuple(told), place=place, words=words)  # fmt: skip
    if not read.kind and (owner := _owner(read.subject)):
        return Premise(text, (owner[0],), "state", state=owner[1], thing=owner[2], told=tuple(told), place=place, words=words)
    other = _animate(read) or _newcomer(text, heroes)
    return Premise(text, heroes, read.kind, read.goal, read.event, read.state, read.thing, other, tuple(told), place=place,
                   words=words, crossing=crossing)  # fmt: skip


def _without_openers(text: str) -> str:
    for opener in table("words")["meta"]["openers"]:
        text = re.sub(rf"^{opener}\s*", "", text, count=1, flags=re.I) if re.match(rf"^{opener}\b|^{opener}", text, re.I) else text
    return text.strip(" ,:;-") or "a story"


def _sentences(text: str) -> list[str]:
    found = [s.strip(" .!?\"'") for s in re.split(r"(?<=[.!?])\s+|\s*;\s+|\s+[-–—]\s+", text)]
    return [s for s in found if re.search(r"[A-Za-z]", s)] or [text]


def _lead(core: str) -> tuple[list[str], str]:
    """Split off what comes before the main clause: "When the bees vanish, ...", "In a village, ...", "After the war, ..."."""
    found = re.match(r"^(when|after|before|while|as|because|since|if)\s+(.+?),\s+(.+)$", core, re.I)
    if found and " " in found[2] and found[1].lower() in {"when", "after", "because", "while"}:
        return [found[2]], found[3]
    found = re.match(r"^(?:(?:in|on|at|during|under|beneath|near|one|every|deep|high|far|long|inside|after|before)\b[^,]*),\s+(.+)$", core, re.I)
    if found:
        return [], found[1]
    found = re.match(r"^(?:in|on|at) (?:[\w'-]+ ){1,4}?(?=(?:a|an|two|three|four) )(.+)$", core, re.I)
    return ([], found[1]) if found else ([], core)


def _heroes(subject: str) -> list[Figure]:
    subject = re.sub(r"\s*,\s*(?=(?:and|who)\b)", " ", subject).strip(" ,")
    named = re.match(r"^([A-Z][\w'-]*(?: [A-Z][\w'-]*)?),? (an? [^,]+)$", subject)
    if named and (inner := figure(named[2])):
        return [Figure(inner.words, inner.head, inner.pronoun, name=named[1])]
    pieces = re.split(r",\s*(?:and\s+)?|\s+and\s+(?=(?:an?|the|her|his|their|its|my|our|one|two|three|four|[A-Z][\w'-]*)\b)", subject)
    found = [f for f in (figure(_unplaced(p)) for p in pieces) if f]
    return found[:4]


def _unplaced(phrase: str) -> str:
    """A noun phrase without where it is: the place is told for itself."""
    return re.sub(r"^(\S+ .+?)\s(?:in|on|at|near|inside|under|beneath|aboard|by)\s.+$", r"\1", phrase)


def _with_pronouns(heroes: list[Figure], words: tuple[str, ...]) -> list[Figure]:
    """When the words call the only person she or he, so do we."""
    open_ones = [h for h in heroes if h.pronoun == "they" and not h.plural and h.count == 1]
    said = {"she" if w in {"she", "her", "hers"} else "he" for w in words if w in {"she", "her", "hers", "he", "him", "his"}}
    if len(heroes) == 1 and len(said) == 1 and (open_ones or heroes[0].pronoun == "it"):
        return [Figure(**{**heroes[0].__dict__, "pronoun": said.pop()})]
    return heroes


def _animate(read: Clause) -> Figure | None:
    """Somebody whom the hero meets, helps or brings: a second figure in the story."""
    found = figure(read.thing_phrase) if read.thing_phrase else None
    if not found or found.plural or found.count > 1 or not known_agent(found.head):
        return None
    if singular(found.head) in SCENERY or read.verb in {"build", "make", "invent", "repair", "fix", "lose", "paint", "draw"}:
        return None
    return found


def _newcomer(text: str, heroes: tuple[Figure, ...]) -> Figure | None:
    """Somebody new at the beginning of a later sentence: "One day a whale brings her a letter"."""
    for later in _sentences(text)[1:]:
        found = re.match(r"^(?:(?:one|every|that|then|but|and|until|day|night|morning|evening|winter|summer|spring),? )*(an? .+)$", later, re.I)
        new = figure(_unplaced(clause(found[1]).subject)) if found else None
        if new and known_agent(new.head) and new.head not in {h.head for h in heroes} and len(new.words.split()) < 5:
            return new
    return None


def _owner(phrase: str) -> tuple[Figure, str, str] | None:
    """ "my grandmother's garden": (the grandmother, what she was known for, the garden)."""
    found = re.match(r"^((?:my|our|an?|the) (?:[\w-]+ )*[\w-]+)'s? (.+)$", phrase)
    owner = figure(found[1]) if found else None
    if not found or not owner or not known_agent(owner.head):
        return None
    their = PRONOUNS[owner.pronoun][2]
    return owner, f"was known for {their} {found[2]}", f"the {_noun_core(found[2])}"


def _definite(phrase: str) -> str:
    return re.sub(r"^(?:an?|some)\s", "the ", phrase) if re.match(r"^(?:an?|some|the|my|our)\s", phrase) else f"the {phrase}"


def _abstract(word: str) -> bool:
    low = word.lower()
    if low in nouns("not_abstract") or singular(low) in nouns("not_abstract") or known_agent(low):
        return False
    endings = ("ity", "ness", "ism", "tion", "sion", "ance", "ence", "hood", "dom", "ship", "ment")
    return low in nouns("abstract") or (len(low) > 6 and low.endswith(endings))


def _topic(core: str) -> str:
    """The abstract matter of a premise without anyone in it, or an empty text."""
    core = core.strip(" ?.!")
    if re.match(r"^(?:how|why|what|whether)\b", core, re.I):
        return core[:1].lower() + core[1:]
    read = clause(split_tail(core)[0])
    heads = [p.split()[-1] for p in re.split(r"\s(?:and|or|versus|vs)\s|,\s", _noun_core(read.subject)) if p.split()]
    if heads and all(_abstract(h) for h in heads):
        plain = core[:1].lower() + core[1:] if core[:2] != core[:2].upper() and core.split()[0] != "AI" else core
        return plain
    return ""


def _noun_core(phrase: str) -> str:
    return re.split(r"\s(?:of|in|from|between|with|at|on|without|for|to)\s", phrase, maxsplit=1)[0]


def _topics(topic: str) -> tuple[str, ...]:
    if re.match(r"^(?:how|why|what|whether)\b", topic):
        found = [w for w in re.findall(r"[a-z]+", topic) if _abstract(w)]
        return tuple(dict.fromkeys(found))[:2]
    simple = re.split(r"\s(?:and|versus|vs)\s", topic)
    if len(simple) == 2 and all(len(s.split()) <= 4 for s in simple):
        return (simple[0], simple[1])
    named = re.search(r"\b((?:artificial )?[a-z]+)\s*$", topic)
    first = _noun_core(clause(topic).subject)
    second = named[1] if named and _abstract(named[1].split()[-1]) and named[1] not in first else ""
    return (first, second) if second and len(topic.split()) > 4 else ((topic if len(topic.split()) <= 5 else first),)


def find_place(text: str) -> Place | None:
    """The first place the words name with a preposition, else any place noun in them."""
    places: dict[str, list[str]] = table("words")["places"]
    for found in _PLACE.finditer(text):
        noun, end = found[3], found.end()
        longer = re.match(r" ([\w'-]+)", text[end:])
        if noun.lower() in places and longer and longer[1].lower() in places:
            noun = f"{noun} {longer[1]}"
        if noun.split()[-1].lower() in places:
            preposition, setting, see = places[noun.split()[-1].lower()]
            words = re.sub(r"^(?:an?|the|her|his|their|its|my|our)\s", "", f"{found[2]}{noun}", flags=re.I)
            if re.search(r"\b(?:and|who|that|with|of|to|from)\b", words):
                words = noun
            named = noun.lower() in {"mars", "antarctica", "space", "home"} and " " not in words
            return Place(words, preposition, setting, see, named)
        if found[1].lower() in {"in", "near", "at", "from"} and noun[:1].isupper() and not found[2].strip() and noun not in {"I"}:
            more = re.match(r" ([A-Z][\w'-]+)", text[found.end() :])
            name = noun + (more[0] if more else "")
            return Place(name, "in", "city", f"in {name}", True)
    for spelt in re.findall(r"[A-Za-z]+", text):
        word = spelt.lower()
        if word in places and word not in {"well", "train", "moon", "boat", "ship", "road", "bridge", "home", "river", "space", "field", "mine"}:
            preposition, setting, see = places[word]
            return Place(spelt if spelt != text.split()[0] else word, preposition, setting, see, word in {"mars", "antarctica"})
    return None


def with_article(words: str) -> str:
    """A noun phrase with its article, unless it has one."""
    return words if re.match(r"^(?:an?|the|my|our|her|his|their|its)\s", words) else article(words)
