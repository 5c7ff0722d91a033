"""Reading a premise: who, where, wanting or meeting what, with which objects, when, and in what tone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from memory.errors import FilmError
from tools.engines.authored.clauses import Clause, clause
from tools.engines.authored.figures import PRONOUNS, Figure, figure, known_agent
from tools.engines.authored.finite import split_tail
from tools.engines.authored.leads import helped, lead
from tools.engines.authored.places import Place, find_place
from tools.engines.authored.relatives import aside, told_of
from tools.engines.authored.tenses import past_sentence
from tools.engines.authored.topics import View, looked_at, read_letter, read_matter, read_moment
from tools.engines.authored.typed import matter, plain_text
from tools.engines.authored.words import article, base_of, is_plural, nouns, singular, word_set

_INSTRUCTION = re.compile(
    r"^(?:make it|keep it|use |set it|it should|please|tone|style|mood|with a |no |in the style)"
    r"|^the (?:tone|mood|style|film|ending) ",
    re.I,
)

SCENERY = word_set("scenery")
"""Things that can be heroes of a fable when the words make them act, but that nobody takes for one when they only lie about."""

_WORKING = frozenset(
    {"build", "plant", "grow", "bake", "cook", "eat", "make", "invent", "repair", "fix", "lose", "paint", "draw"}
)
"""What people do with things, even with those that could act."""


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
    view: View = ""
    """How a premise without a story is looked at: as an essay, a portrait, an explainer."""
    topic: str = ""
    topics: tuple[str, ...] = ()
    seen: str = ""
    """What a painter can show of the topic; empty for ideas."""
    place: Place | None = None
    words: tuple[str, ...] = field(default=())
    crossing: bool = False
    """Whether the place is where the story goes rather than where it lives."""


def read_premise(text: str) -> Premise:
    """Read a premise of one or a few English sentences; FilmError when it holds no words to build on."""
    text = plain_text(text)
    if not re.search(r"[A-Za-z]{2}", text) and not re.search(r"[A-Za-z]", text.partition(" about ")[2]):
        raise FilmError(
            "The premise has no words in it, so there is nothing to tell yet. Write one sentence about who and what."
        )
    asked, explain = matter(text)
    core, *more = [re.sub(r"^in the style of .*$", "", x) for x in _sentences(asked)]
    words = tuple(re.findall(r"[a-z'-]+", text.lower()))
    before_story, core = lead(_begun(core))
    if more and re.match(r"^it (?:is|was)\b", core, re.I) and not _INSTRUCTION.match(more[0]):
        before_story, core, more = [core, *before_story], more[0], more[1:]
    told = [past_sentence(s) for s in more if not _INSTRUCTION.match(s)]
    before = tuple(t for t in (past_sentence(s) for s in before_story) if t)
    place = find_place(text)
    found = read_letter(core) or read_moment(asked) or read_matter(core, explain) or looked_at(core, text)
    if found:
        seen = _unplaced_view(found.seen, place)
        return Premise(text, view=found.view, topic=found.topic, topics=found.short, seen=seen, place=place, words=words,
                       told=tuple(filter(None, told)))  # fmt: skip
    return replace(_story(text, core, [t for t in told if t], place, words), before=before)


def _shortened(read: Clause) -> tuple[Clause, list[str]]:
    """A clause whose verb phrase ends where a further clause begins, and those further clauses."""
    for name in ("goal", "event", "state"):
        first, *more = re.split(r"(?:\s+and)?,\s+(?:and\s+|so\s+|but\s+)*", getattr(read, name))
        more = _joined_when(more, read.subject)
        if more and len(first) > 20 and (len(getattr(read, name)) > 80 or not first):
            told = [m for m in more if re.match(r"(?:when|the|an?|his|her|their|its|she|he|it|they|[A-Z]\w+)\b", m)]
            return replace(read, **{name: first}), told
    return read, []


def _second(tail: list[str]) -> tuple[list[str], Figure | None]:
    """A figure that is only named with what it does, "and the ghost who never pays": who it is, and the rest as a sentence."""
    for i, piece in enumerate(tail):
        found = re.match(r"^(?:and )?((?:an?|the) (?:[\w-]+ ){0,2}?[\w-]+) (?:who|that) (.+)$", piece)
        if found and known_agent(found[1].split()[-1]) and not clause(piece).trait:
            return [*tail[:i], f"{found[1]} {found[2]}", *tail[i + 1 :]], figure(found[1])
    return tail, None


def _joined_when(pieces: list[str], subject: str) -> list[str]:
    """Pieces of a sentence with "when the tent falls" and "leads them out" put together again, and given their subject."""
    made: list[str] = []
    known = re.sub(r"^[Aa]n? ", "the ", subject)
    for piece in pieces:
        if made and re.match(r"(?:when|while|as|after) ", made[-1]) and base_of(piece.split(maxsplit=1)[0]):
            made[-1] = f"{made[-1]}, {known} {piece}"
        else:
            made.append(piece)
    return made


def _unplaced_view(seen: str, place: Place | None) -> str:
    """What is seen without the place and the hour, which every description names anyway."""
    seen = re.sub(
        r" (?:at|in|by) (?:dawn|dusk|night|noon|sunset|sunrise|midnight|the (?:morning|evening|afternoon))$", "", seen
    )
    words = place.words if place else ""
    return (
        re.sub(rf"(?<=\w) (?:in|at|on|over|by|near|inside) (?:(?:an?|the|my|our) )?{re.escape(words)}$", "", seen)
        if words
        else seen
    )


def _begun(core: str) -> str:
    """Without the capital letter that only the beginning of the sentence gives."""
    first, second = [*core.split(), "", ""][:2]
    plain = (
        known_agent(first.lower())
        and len(first) > 2
        and not second[:1].isupper()
        and first.lower() not in word_set("nations") | word_set("kin")
    )
    return first.lower() + core[len(first) :] if plain else core


def _story(text: str, core: str, told: list[str], place: Place | None, words: tuple[str, ...]) -> Premise:
    core, helper = helped(core)
    main, tail = split_tail(core)
    beside = aside(main)
    main, told = (beside.rest, [*beside.beyond, *told]) if beside else (main, told)
    read, rest = _shortened(clause(re.sub(r"[ ,]+(?:and|but|or|so)$", "", main)))
    read = told_of(read, beside)
    if main.endswith(" and"):
        tail = [piece for t in tail for piece in re.split(r"(?<=\w), (?=\w+s \w+)", f"when {t}")]
    tail = _joined_when(tail, read.subject)
    tail, second = _second(tail)
    helper = helper or second
    tail = [*tail, *rest]
    if place and any(_same_place(h.head, place) for h in _heroes(read.subject)):
        place = None
    crossing = bool(place and read.kind == "seek" and re.search(rf"\b{re.escape(place.words)}\b", read.goal, re.I))
    told = [t for t in (past_sentence(x) for x in tail) if t] + told
    heroes = tuple(_with_pronouns(_heroes(read.subject), words))
    trait = read.trait or _whereabouts(read, heroes, place)
    if trait and heroes:
        heroes = (replace(heroes[0], trait=trait), *heroes[1:])
    if (
        not read.kind
        and heroes
        and (all(singular(h.head) in SCENERY for h in heroes) or not any(known_agent(h.head) or h.name for h in heroes))
    ):
        heroes = ()
    if not read.kind and not heroes and len(read.subject.split()) > 7:
        return Premise(
            text, view="essay", topic="all this", place=place, words=words, told=(core[:1].upper() + core[1:] + ".", *told)
        )
    if not read.kind and not _owner(read.subject) and not any(known_agent(h.head) or h.name for h in heroes):
        found = f"came upon {read.subject} {read.trait}".strip()
        return Premise(text, (), "discover", thing=_definite(read.subject), event=found,
                       told=tuple(told), place=place, words=words)  # fmt: skip
    if not read.kind and (owner := _owner(read.subject)):
        owned = "" if owner[2].rsplit(maxsplit=1)[-1] in word_set("bodily") else owner[2]
        return Premise(text, (owner[0],), "state", state=owner[1], thing=owned, told=tuple(told), place=place, words=words)
    thing = _thing(read)
    other = _animate(read) or helper or _newcomer(text, heroes)
    if other and thing.endswith(other.head):
        thing = ""
    return Premise(text, heroes, read.kind, read.goal, read.event, read.state, thing, other, tuple(told), place=place,
                   words=words, crossing=crossing)  # fmt: skip


def _sentences(text: str) -> list[str]:
    found = [s.strip(" .!?\"'") for s in re.split(r"(?<=[.!?])\s+|\s*;\s+|\s+[-–—]\s+", text)]
    return [s for s in found if re.search(r"[A-Za-z]", s)] or [text]


def _heroes(subject: str) -> list[Figure]:
    subject = re.sub(r"\s*,\s*(?=(?:and|who)\b)", " ", subject).strip(" ,")
    named = re.match(r"^([A-Z][\w'-]*(?: [A-Z][\w'-]*)?),? (an? [^,]+)$", subject)
    if named and (inner := figure(_unplaced(named[2]))):
        return [replace(inner, name=named[1], determiner="", words=inner.words)]
    pieces = re.split(
        r",\s*(?:and\s+)?|\s+and\s+(?=\w+s$)|\s+and\s+(?=(?:an?|the|her|his|their|its|my|our|one|two|three|four|[A-Z][\w'-]*)\b)",
        subject,
    )
    found = [f for f in (figure(_unplaced(p)) for p in pieces) if f]
    return found[:4]


def _same_place(head: str, place: Place) -> bool:
    """Whether the place is nothing but a hero taken for one: the balloon of "a bear and a balloon"."""
    return singular(place.words.lower().split()[-1]) == singular(head.lower().split()[-1])


def _unplaced(phrase: str) -> str:
    """A noun phrase without where it is: the place is told for itself."""
    return re.sub(r"^(\S.*?)\s(?:alone\s)?(?:in|on|at|near|inside|under|beneath|aboard|by|alone)(?:\s.+)?$", r"\1", phrase)


def _whereabouts(read: Clause, heroes: tuple[Figure, ...], place: Place | None) -> str:
    """What somebody is known by who does nothing and is nowhere that we know: the camel "on roller skates"."""
    plain = _unplaced(read.subject)
    return read.subject[len(plain) :].strip() if len(heroes) == 1 and not read.kind and place is None else ""


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
    if not found or found.plural or found.count > 1 or read.verb == "be" or not known_agent(found.head):
        return None
    if is_plural(found.head) or found.head in nouns("groups"):
        return None
    sought = read.kind == "seek" and read.verb in {"find", "hunt", "chase", "seek", "follow", "reach", "pursue", "track"}
    if sought or (singular(found.head) in SCENERY and read.kind != "meet") or read.verb in _WORKING:
        return None
    return found


def _thing(read: Clause) -> str:
    """What the story is about, when it can be looked at: not a crowd, not a person one lives with, not an idea."""
    head = read.thing.split()[-1] if read.thing else ""
    one = singular(head)
    idea = one in nouns("abstract") and one not in {"rain", "light", "water", "bread", "music"}
    people = one in nouns("groups") or (known_agent(head) and (is_plural(head) or read.kind == "state") and one not in SCENERY)
    return (
        ""
        if not head
        or read.verb in {"win", "be"}
        or read.goal.startswith("become ")
        or (len(head) > 5 and head.endswith("ed"))
        or one in word_set("hours")
        or idea
        or people
        else read.thing
    )


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
    found = re.match(r"^((?:(?:my|our|an?|the) (?:[\w-]+ )*)?[\w-]+)'s? (.+)$", phrase)
    owner = figure(found[1]) if found else None
    if not found or not owner or not (known_agent(owner.head) or owner.name) or _one_of_us(found[2]):
        return None
    their = PRONOUNS[owner.pronoun][2]
    theirs = f"{their} {found[2]}" if owner.pronoun != "they" else found[2] if is_plural(found[2]) else article(found[2])
    return owner, f"was known for {theirs}", f"the {found[2]}"


def _one_of_us(owned: str) -> bool:
    """Whether what is owned can act itself: the daughter of "the clockmaker's daughter" is who the film is about."""
    return known_agent(owned.rsplit(maxsplit=1)[-1]) and singular(owned.rsplit(maxsplit=1)[-1].lower()) not in SCENERY


def _definite(phrase: str) -> str:
    return re.sub(r"^(?:an?|some)\s", "the ", phrase) if re.match(r"^(?:an?|some|the|my|our)\s", phrase) else f"the {phrase}"
