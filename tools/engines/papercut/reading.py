"""A scene's words understood: `read` turns a still's request into the plan that is painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tools.engines.papercut.casting import Player, player, recognise
from tools.engines.papercut.finding import Mention, find, without_worn
from tools.engines.papercut.guessing import settle
from tools.engines.papercut.lexicon import Entry, data, singulars
from tools.engines.papercut.looks import acting_traits, metres_of, person_traits, seed_of, thing_traits
from tools.engines.papercut.plan import Place, ScenePlan, Subject
from tools.engines.papercut.sentence import STOPS, same_sentence, tokens, words
from tools.engines.papercut.where import is_indoor, like, season_of, setting_of, shown, time_of, weather_of

if TYPE_CHECKING:
    from tools.engines import StillRequest

_MOST = 14
_SEATED = 0.81
"""Height of a seated figure against the same one standing, as it is drawn."""
_BELONGS = {"city": {"tower", "skyscraper"}, "street": {"skyscraper"}}
"""Things that a setting shows by itself, as every room shows its window."""
_PRONOUNS = {"she": "f", "her": "f", "he": "m", "his": "m", "him": "m", "they": "", "their": "", "it": "it"}


@dataclass(frozen=True)
class _Text:
    toks: list[str]
    mentions: list[Mention]
    unknown: list[tuple[str, int]]


def read(request: StillRequest) -> ScenePlan:
    """Understand description, shot prompt, mood and cast of a still: where, when, and which things are to be seen.

    Subjects come in order of importance, at most fourteen; cast members carry traits that depend on the cast alone.
    Words that are concrete but fit no drawing are named in `notes`. Never fails: no words give an empty meadow.
    """
    players = [player(member) for member in request.cast]
    told = [t for t in (request.prompt.strip(), request.description.strip()) if t]
    texts = [_understand(text, players) for text in dict.fromkeys(told)]
    toks = tokens(request.description) or tokens(request.prompt)
    places = [m.entry.place for text in reversed(texts) for m in text.mentions]
    setting = setting_of(toks, places, tokens(request.prompt))
    mood = tokens(request.mood)
    time = time_of(toks, mood, setting)
    indoor = is_indoor(setting)
    subjects = _subjects(texts, players, setting, request)
    return ScenePlan(
        setting=setting,
        time=cast(Any, time),
        weather=cast(Any, weather_of(toks, time, indoor)),
        season=cast(Any, season_of(toks, setting)),
        mood=request.mood,
        subjects=subjects,
        notes=tuple(dict.fromkeys(f"nothing fits {word!r}: left out" for text in texts for word, _ in text.unknown)),
    )


def _understand(text: str, players: Sequence[Player]) -> _Text:
    toks = tokens(text)
    findings = settle(find(toks), toks, [name for p in players for name in p.names])
    mentions = recognise(findings.mentions, toks, players)
    return _Text(toks, without_worn(_with_pronouns(mentions, toks, players)), findings.unknown)


def _with_pronouns(mentions: list[Mention], toks: Sequence[str], players: Sequence[Player]) -> list[Mention]:
    """Where nobody is named but "she" or "he" is said, the one cast member who can be meant is there."""
    if any(m.entry.person or m.cast for m in mentions):
        return mentions
    for i, token in enumerate(toks):
        if token in _PRONOUNS:
            fits = [p for p in players if _pronoun_fits(_PRONOUNS[token], p)]
            if len(fits) == 1:
                p = fits[0]
                return sorted([*mentions, Mention(p.entry, p.word, i, i, i + 1, 1, (), p.id)], key=lambda m: m.start)
    return mentions


def _pronoun_fits(pronoun: str, p: Player) -> bool:
    if pronoun == "it":
        return not p.entry.person
    return p.entry.person and pronoun in {"", p.trait("gender")}


def _subjects(texts: Sequence[_Text], players: Sequence[Player], setting: str, request: StillRequest) -> tuple[Subject, ...]:
    by_id = {p.id: p for p in players}
    found: dict[str, Subject] = {}
    order = 0
    close = request.framing in {"close", "detail"} and len(texts) == 2 and bool(texts[0].mentions)
    meant = _meant(texts[0].mentions) if close else 0
    for number, text in enumerate(texts[:1] if close else texts):
        for k, mention in enumerate(text.mentions):
            if _is_seen(mention, text, setting):
                subject = _subject(mention, k, text, by_id, setting, request.mood)
                bonus = 0.12 * (number == 0 and len(texts) == 2) - 0.015 * order + (1.0 if close and k == meant else 0.0)
                _add(found, subject, bonus, mention)
                order += 1
    ranked = sorted(found.values(), key=lambda s: -s.importance)
    return _drop_dangling(tuple(ranked[:_MOST]))


def _meant(mentions: Sequence[Mention]) -> int:
    """Which mention a near shot looks at: the first, or the cast member it describes ("a submarine crew")."""
    start = mentions[0].end
    return next((k for k, m in enumerate(mentions) if m.cast and m.first <= start), 0)


def _is_seen(mention: Mention, text: _Text, setting: str) -> bool:
    entry, indoor = mention.entry, is_indoor(setting)
    if (
        like(setting) == "planet"
        and entry.name == "planet"
        and {"on", "of", "from"} & set(text.toks[max(0, mention.first - 3) : mention.first])
    ):
        return False
    if not indoor and entry.place == "wall":
        return False
    if entry.name in shown(setting) | _BELONGS.get(setting, {"window"} if indoor else set()):
        return False
    if indoor and entry.section in {"buildings", "sky"}:
        return False
    if (
        indoor
        and entry.section == "vehicles"
        and {"in", "inside", "aboard"} & set(text.toks[max(0, mention.first - 1) : mention.start])
    ):
        return False
    return not (like(setting) == "underwater" and entry.name in {"fountain"})


def _key(mention: Mention, word: str) -> str:
    colour = next((w for w in mention.described if w in data("words")["colours"]), "")
    return (
        mention.cast
        or f"{mention.entry.drawing}:{mention.entry.outfit}:{word if mention.entry.person else mention.entry.name}:{colour}"
    )


def _add(found: dict[str, Subject], subject: Subject, bonus: float, mention: Mention) -> None:
    from dataclasses import replace

    key = _key(mention, subject.word)
    if not mention.cast and key not in found and "the" in mention.described:
        key = next((k for k, s in found.items() if s.word == subject.word), key)
    if key in found:
        old = found[key]
        found[key] = replace(old, count=max(old.count, subject.count), relation=old.relation or subject.relation)
        return
    word = subject.word
    if any(s.word == word for s in found.values()):
        said = [w for w in mention.described if w in data("words")["colours"]]
        word = f"{said[0]} {word}" if said else f"{word} {len(found) + 1}"
    importance = max(0.05, min(1.0, subject.importance + bonus))
    found[key] = replace(subject, word=word, importance=round(importance, 3))


def _subject(mention: Mention, k: int, text: _Text, by_id: dict[str, Player], setting: str, mood: str) -> Subject:
    entry, p = mention.entry, by_id.get(mention.cast)
    around = _around(text, mention)
    if p is not None:
        traits, metres, importance = p.traits, p.metres, 0.97
    elif entry.person:
        traits = person_traits(entry, text.toks, mention.described, seed_of(mention.word))
        metres, importance = metres_of(entry, mention.described, dict(traits)["age"]), entry.weight
    else:
        traits = thing_traits(mention.described, seed_of(mention.word))
        metres, importance = metres_of(entry, mention.described), entry.weight
    if entry.person or entry.section in {"animals", "machines"}:
        traits = tuple(sorted((*traits, *acting_traits(around, mood))))
        metres *= _SEATED if entry.person and dict(traits)["pose"] == "sit" else 1.0
    return Subject(
        word=mention.word,
        drawing=entry.drawing,
        place=_place(entry, setting, around),
        metres=round(metres, 2),
        count=mention.count,
        relation=_relation(text, k),
        glows=entry.glow,
        importance=importance,
        traits=traits,
    )


def _around(text: _Text, mention: Mention) -> list[str]:
    """The words of the mention's own clause: from it to the next sentence end, or to the next person."""
    ends = [i for i in range(mention.end, len(text.toks)) if text.toks[i] in ".;!?"]
    others = [m.first for m in text.mentions if m.first >= mention.end and (m.entry.person or m.cast)]
    end = min([*ends, *(o for o in others if o > mention.end + 1), len(text.toks)])
    return [*mention.described, *text.toks[mention.end : end]]


def _place(entry: Entry, setting: str, around: Sequence[str]) -> Place:
    place = entry.place
    if place in {"ground", "floor"}:
        place = "floor" if is_indoor(setting) else "ground"
    if like(setting) == "underwater" and entry.section == "animals" and place == "water":
        return "under"
    if like(setting) == "underwater" and entry.person:
        return "under"
    if like(setting) != "underwater" and entry.name == "submarine":
        return "water"
    if setting == "space" and place in {"ground", "water"}:
        return "air"
    if entry.section == "animals" and place == "ground" and entry.name in {"dragon", "owl", "crow", "sparrow", "parrot"}:
        flying = {"flies", "fly", "flying", "soars", "soaring", "above", "overhead", "circles", "circling", "swoops"}
        return "air" if flying & set(around) else place
    return place


def _relation(text: _Text, k: int) -> str:
    """How mention k stands to another: by the preposition between them, or by one that opened the sentence."""
    mention, toks = text.mentions[k], text.toks
    if k > 0:
        before = text.mentions[k - 1]
        if same_sentence(toks, before.end, mention.first):
            between = toks[before.end : mention.first]
            if between and between[-1] in words("carries"):
                return f"beside {_carrier(text, k).word}"
            relation = _leading(toks, before, text.mentions[: k - 1])
            if relation and _opens(toks, before) and not _is_within(toks[before.first - 1], before):
                return f"{relation} {before.word}"
    if k + 1 < len(text.mentions):
        after = text.mentions[k + 1]
        between = toks[mention.end : after.first]
        if (
            same_sentence(toks, mention.end, after.first)
            and not STOPS & set(between)
            and between
            and between[-1] not in words("carries")
        ):
            relation = _named(between)
            if relation and not _is_within(between[-1], after):
                return f"{relation} {after.word}"
    return ""


def _is_within(preposition: str, holder: Mention) -> bool:
    """Whether "in" means hidden inside (a house), and not seen on top (a boat)."""
    return preposition in {"in", "inside"} and holder.entry.name not in words("open_things")


def _carrier(text: _Text, k: int) -> Mention:
    """Who has what mention k is: the nearest being before it in the sentence, else the mention before it."""
    mention = text.mentions[k]
    for m in reversed(text.mentions[:k]):
        if m.entry.section in {"roles", "animals", "machines"} and same_sentence(text.toks, m.end, mention.first):
            return m
    return text.mentions[k - 1]


def _named(between: Sequence[str]) -> str:
    """The relation that the last words before a noun phrase say."""
    relations: dict[str, str] = data("words")["relations"]
    for n in (4, 3, 2, 1):
        phrase = " ".join(between[-n:])
        if len(between) >= n and phrase in relations:
            return relations[phrase]
    return ""


def _leading(toks: Sequence[str], mention: Mention, earlier: Sequence[Mention]) -> str:
    if any(same_sentence(toks, m.end, mention.first) for m in earlier):
        return ""
    return _named(toks[max(0, mention.first - 4) : mention.first])


def _opens(toks: Sequence[str], mention: Mention) -> bool:
    head = toks[: mention.first]
    begin = max((i + 1 for i, t in enumerate(head) if t in STOPS), default=0)
    return 0 < mention.first - begin <= 4


def _drop_dangling(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Relations only to subjects that are there, under the word they have in the plan."""
    from dataclasses import replace

    names = {form for s in subjects for form in singulars(s.word)}
    result = []
    for s in subjects:
        target = next((s.relation[len(r) + 1 :] for r in _KINDS if s.relation.startswith(f"{r} ")), "")
        result.append(s if target in names and target != s.word else replace(s, relation=""))
    return tuple(result)


_KINDS = ("left of", "right of", "behind", "in front of", "on", "beside")
