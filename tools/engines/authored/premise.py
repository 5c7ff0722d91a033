"""Reading a premise: who, where, wanting or meeting what, with which objects, when, and in what tone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from memory.errors import FilmError
from tools.engines.authored.clauses import Clause, clause, split_tail
from tools.engines.authored.figures import PRONOUNS, Figure, figure, known_agent
from tools.engines.authored.places import Place, find_place
from tools.engines.authored.tenses import past_sentence
from tools.engines.authored.words import is_plural, nouns, singular, squeeze, table, word_set

_INSTRUCTION = re.compile(
    r"^(?:make it|keep it|use |set it|it should|please|tone|style|mood|with a |no |in the style)"
    r"|^the (?:tone|mood|style|film|ending) ",
    re.I,
)

SCENERY = word_set("scenery")
"""Things that can be heroes of a fable when the words make them act, but that nobody takes for one when they only lie about."""


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
    before: tuple[str, ...] = ()
    """Past sentences of what came before the story ("When the bees vanish, ...")."""
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
        raise FilmError(
            "The premise has no words in it, so there is nothing to tell yet. Write one sentence about who and what."
        )
    core, *more = _sentences(_without_openers(text))
    first, second = [*core.split(), "", ""][:2]
    core = (
        core
        if second[:1].isupper()
        else first.lower() + core[len(first) :]
        if known_agent(first.lower()) and len(first) > 2
        else core
    )
    words = tuple(re.findall(r"[a-z'-]+", text.lower()))
    lead, core = _lead(core)
    told = [past_sentence(s) for s in more if not _INSTRUCTION.match(s)]
    before = tuple(t for t in (past_sentence(s) for s in lead) if t)
    place = find_place(text)
    topic = _topic(core)
    if (
        topic
        and (thought := clause(split_tail(core)[0]))
        and thought.verb == "be"
        and not re.match(r"^(?:how|why|what|whether)\b", core, re.I)
    ):
        topic, told = thought.subject[:1].lower() + thought.subject[1:], [core[:1].upper() + core[1:] + ".", *told]
    if topic:
        return Premise(text, topic=topic, topics=_topics(topic), place=place, words=words, told=tuple(filter(None, told)))
    return replace(_story(text, core, [t for t in told if t], place, words), before=before)


def _story(text: str, core: str, told: list[str], place: Place | None, words: tuple[str, ...]) -> Premise:
    main, tail = split_tail(core)
    read = clause(main)
    if place and any(_same_place(h.head, place) for h in _heroes(read.subject)):
        place = None
    crossing = bool(place and read.kind == "seek" and re.search(rf"\b{re.escape(place.words)}\b", read.goal, re.I))
    told = [t for t in (past_sentence(x) for x in tail) if t] + told
    heroes = tuple(_with_pronouns(_heroes(read.subject), words))
    if (
        not read.kind
        and heroes
        and (singular(heroes[0].head) in SCENERY or not any(known_agent(h.head) or h.name for h in heroes))
    ):
        heroes = ()
    if not read.kind and not heroes and len(read.subject.split()) > 7:
        return Premise(text, topic="all this", place=place, words=words, told=(core[:1].upper() + core[1:] + ".", *told))
    if not read.kind and not _owner(read.subject) and not any(known_agent(h.head) or h.name for h in heroes):
        return Premise(text, (), "discover", thing=_definite(read.subject), event=f"came upon {read.subject}",
                       told=tuple(told), place=place, words=words)  # fmt: skip
    if not read.kind and (owner := _owner(read.subject)):
        return Premise(text, (owner[0],), "state", state=owner[1], thing=owner[2], told=tuple(told), place=place, words=words)
    thing = _thing(read)
    other = _animate(read) or _newcomer(text, heroes)
    if other and read.kind == "meet" and thing.endswith(other.head):
        thing = ""
    return Premise(text, heroes, read.kind, read.goal, read.event, read.state, thing, other, tuple(told), place=place,
                   words=words, crossing=crossing)  # fmt: skip


def _without_openers(text: str) -> str:
    for opener in table("words")["meta"]["openers"]:
        text = (
            re.sub(rf"^{opener}\s*", "", text, count=1, flags=re.I) if re.match(rf"^{opener}\b|^{opener}", text, re.I) else text
        )
    return text.strip(" ,:;-") or "a story"


def _sentences(text: str) -> list[str]:
    found = [s.strip(" .!?\"'") for s in re.split(r"(?<=[.!?])\s+|\s*;\s+|\s+[-–—]\s+", text)]
    return [s for s in found if re.search(r"[A-Za-z]", s)] or [text]


def _lead(core: str) -> tuple[list[str], str]:
    """Split off what comes before the main clause: "When the bees vanish, ...", "In a village, ...", "After the war, ..."."""
    found = re.match(r"^(when|after|before|while|as|because|since|if)\s+(.+?),\s+(.+)$", core, re.I)
    if found and " " in found[2] and found[1].lower() in {"when", "after", "because", "while"}:
        return [found[2]], found[3]
    found = re.match(
        r"^(?:(?:in|on|at|during|under|beneath|near|one|every|deep|high|far|long|inside|after|before)\b[^,]*),\s+(.+)$",
        core,
        re.I,
    )
    if found:
        return [], found[1]
    core = re.sub(
        r"^the (?:day|night|year|summer|winter|morning|moment|week)(?: that| when)? (?=(?:the|an?|my|our|two|[A-Z])\b)",
        "",
        core,
    )
    found = re.match(
        r"^(?:every|each|one|that) (?:day|night|morning|evening|winter|summer|spring|autumn|year|week|sunday),? (.+)$",
        core,
        re.I,
    )
    if found:
        return [], found[1]
    found = re.match(r"^(?:in|on|at) (?:[\w'-]+ ){1,4}?(?=(?:a|an|two|three|four) )(.+)$", core, re.I)
    return ([], found[1]) if found else ([], core)


def _heroes(subject: str) -> list[Figure]:
    subject = re.sub(r"\s*,\s*(?=(?:and|who)\b)", " ", subject).strip(" ,")
    named = re.match(r"^([A-Z][\w'-]*(?: [A-Z][\w'-]*)?),? (an? [^,]+)$", subject)
    if named and (inner := figure(named[2])):
        return [Figure(inner.words, inner.head, inner.pronoun, name=named[1])]
    pieces = re.split(
        r",\s*(?:and\s+)?|\s+and\s+(?=(?:an?|the|her|his|their|its|my|our|one|two|three|four|[A-Z][\w'-]*)\b)", subject
    )
    found = [f for f in (figure(_unplaced(p)) for p in pieces) if f]
    return found[:4]


def _same_place(head: str, place: Place) -> bool:
    """Whether the place is nothing but a hero taken for one: the balloon of "a bear and a balloon"."""
    return singular(place.words.lower().split()[-1]) == singular(head.lower().split()[-1])


def _unplaced(phrase: str) -> str:
    """A noun phrase without where it is: the place is told for itself."""
    return re.sub(r"^(\S.*?)\s(?:in|on|at|near|inside|under|beneath|aboard|by)\s.+$", r"\1", phrase)


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
    sought = read.kind == "seek" and read.verb in {"find", "hunt", "chase", "seek", "follow", "reach", "pursue", "track"}
    if (
        sought
        or (singular(found.head) in SCENERY and read.kind != "meet")
        or read.verb
        in {
            "build",
            "make",
            "invent",
            "repair",
            "fix",
            "lose",
            "paint",
            "draw",
        }
    ):
        return None
    return found


def _thing(read: Clause) -> str:
    """What the story is about, when it can be looked at: not a crowd, not a person one lives with, not an idea."""
    head = read.thing.split()[-1] if read.thing else ""
    one = singular(head)
    idea = one in nouns("abstract") and one not in {"rain", "light", "water", "bread", "music"}
    people = known_agent(head) and (is_plural(head) or read.kind == "state") and one not in SCENERY
    return "" if not head or read.verb == "win" or idea or people else read.thing


def _newcomer(text: str, heroes: tuple[Figure, ...]) -> Figure | None:
    """Somebody new at the beginning of a later sentence: "One day a whale brings her a letter"."""
    for later in _sentences(text)[1:]:
        found = re.match(
            r"^(?:(?:one|every|that|then|but|and|until|day|night|morning|evening|winter|summer|spring),? )*(an? .+)$",
            later,
            re.I,
        )
        new = figure(_unplaced(clause(found[1]).subject)) if found else None
        if new and known_agent(new.head) and new.head not in {h.head for h in heroes} and len(new.words.split()) < 5:
            return new
    return None


def _owner(phrase: str) -> tuple[Figure, str, str] | None:
    """Read "my grandmother's garden": (the grandmother, what she was known for, the garden)."""
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
