"""Telling a narration in another tone: words swapped, sentences cut, one sentence in that tone; facts and names stay."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from memory.errors import EngineError, FilmError
from tools.engines.authored.figures import NUMBERS, PRONOUNS, known_agent, pronoun_of
from tools.engines.authored.revise_forms import plainer
from tools.engines.authored.revise_grammar import begins_clause
from tools.engines.authored.revise_prose import (
    Subject,
    Tense,
    content,
    count,
    joined_text,
    marked,
    names_in,
    sentences,
    tense_of,
    told,
)
from tools.engines.authored.revise_short import dependent, details
from tools.engines.authored.words import article, is_plural, singular, table, word_set

OPPOSITE = {
    "dark": "hopeful", "hopeful": "dark", "sad": "joyful", "joyful": "sad", "tense": "calm", "calm": "tense", "urgent": "calm",
    "poetic": "plain", "plain": "poetic", "funny": "formal", "formal": "warm", "warm": "plain", "mysterious": "plain",
    "childlike": "formal", "epic": "plain",
}  # fmt: skip
"""What "less" of a tone comes to."""
_SHORT_SENTENCES = frozenset({"plain", "childlike", "urgent"})
_LIKE_ENOUGH = 0.5
_PLAIN_NOUNS = "sea|harbour|lighthouse|village|town|garden|library|door|road|river|bridge|forest|oven|light|house|shadow|room"


@dataclass(frozen=True)
class _Voice:
    """What a text offers to lines of a tone: its tense, somebody in it, and a thing it names."""

    tense: Tense
    who: Subject | None
    thing: str


def tones() -> tuple[str, ...]:
    """The names of the tones that `retone` knows."""
    return tuple(table("tones"))


@cache
def _aliases() -> dict[str, str]:
    known = {name: name for name in table("tones")}
    for name, data in table("tones").items():
        known |= {alias: name for alias in data["also"]}
    return known


def tone_named(words: str) -> str:
    """The tone that a person's words mean: "a bit darker" is dark, "less sad" is joyful, "gothic" whatever is nearest.

    FilmError, with the tones there are, when nothing comes near.
    """
    said = re.sub(r"[^a-z' -]", " ", words.lower())
    found = [(m.start(), -len(a), name) for a, name in _aliases().items() if (m := re.search(rf"\b{re.escape(a)}\b", said))]
    if found:
        at, _, name = min(found, key=lambda f: f[1:])
        return OPPOSITE[name] if re.search(r"\b(?:less|not|isn't|without)\b(?: \w+){0,2} ?$", said[:at]) else name
    if near := _nearest(said.strip()):
        return near
    raise FilmError(f"There is no tone called {words[:60]!r}. Choose one of: {', '.join(tones())}. The film is unchanged.")


def _nearest(said: str) -> str:
    """The tone nearest in meaning; empty when none is near, or when the model of meanings is not installed."""
    from tools.engines.meaning import embed

    if not said or len(said) > 60:
        return ""
    known = list(_aliases())
    try:
        vectors = embed([said, *known])
    except EngineError:
        return ""
    likeness = vectors[1:] @ vectors[0]
    best = int(likeness.argmax())
    return _aliases()[known[best]] if float(likeness[best]) >= _LIKE_ENOUGH else ""


def retone(text: str, tone: str, said: Collection[str] = ()) -> str:
    """The text in another tone (a name or a person's words for one); facts, names, tense and what is in quotes stay.

    `said` are sentences used elsewhere in the film, which are not used again. A text of three words or more always
    changes. FilmError when the tone is none we know.
    """
    name = tone_named(tone)
    if not sentences(text):
        return text.strip()
    _require_english(text)
    plain = _untoned(text, name)
    worked = [s for x in sentences(plain) for s in _reshaped(x, name)]
    swapped = sentences(_swapped(joined_text(worked), name))
    done = joined_text(_with_line(swapped, name, _voice(plain), said, text))
    if done == text.strip() and count(text) >= 3:
        done = joined_text(_with_line(swapped, name, _voice(plain), (), text + "again", forced=True))
    return done


def _require_english(text: str) -> None:
    """FilmError for a text that is plainly in another language, for which there are no words here."""
    words, lists = re.findall(r"[^\W\d_]+", text.lower()), table("words")["foreign"]
    ours = sum(w in set(lists["english"]) for w in words)
    theirs = sum(w in set(lists["words"]) - set(lists["english"]) or not w.isascii() for w in words)
    if theirs > max(ours, 1) or (words and not re.search(r"[A-Za-z]", text)):
        raise FilmError(
            "The built-in writer can change the tone of English words only, and these are in another language. "
            "The film is unchanged. Give the new words yourself, or use a language model."
        )


def _untoned(text: str, keep: str) -> str:
    """Without the sentences, and as far as can be told the words, that another tone has put in before."""
    plain = joined_text(sentences(text))
    for name, pattern in _line_patterns().items():
        plain = (pattern.sub("", plain).strip() or plain) if name != keep else plain
    for name, data in table("tones").items():
        for pattern, words in [] if name == keep else _undoing(tuple(tuple(s) for s in data["swaps"])):
            plain = pattern.sub(words, plain)
    return plain


@cache
def _line_patterns() -> dict[str, re.Pattern[str]]:
    """One pattern a tone that fits every sentence its lines can become."""
    made = {name: "|".join(_pattern(line) for line in data["first"] + data["last"]) for name, data in table("tones").items()}
    return {name: re.compile(rf"(?:^|(?<=[.!?] ))(?:{lines})(?: |$)") for name, lines in made.items()}


def _pattern(line: str) -> str:
    pieces = re.split(r"(<[^<>]+>|\{\w+\})", marked(line)[1])
    made = []
    for piece in pieces:
        forms = piece[1:-1].split("|") if piece.startswith("<") else []
        made.append(
            "(?:" + "|".join(map(re.escape, forms)) + ")"
            if len(forms) == 2
            else r"[\w' -]+"
            if piece[:1] in "<{" and piece
            else re.escape(piece)
        )
    return "".join(made)


@cache
def _undoing(swaps: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    """What takes an inserted adjective out again: "failing light" becomes "light"."""
    made = []
    for pattern, words in swaps:
        group = re.search(r"\(((?:\w+\|)+\w+)\)", pattern)
        plain = re.sub(r"\(\?[^()]*(?:\([^()]*\)[^()]*)*\)|\\b", "", pattern)
        if re.fullmatch(r"[\w, ]+ \\1", words) and group:
            made.append((re.compile(rf"\b{words[:-3]} ({group[1]})\b"), r"\1"))
        elif re.fullmatch(r"[a-z]+", plain) and words.endswith(f" {plain}"):
            made.append((re.compile(rf"\b{re.escape(words)}\b"), plain))
    return made


def _reshaped(sentence: str, name: str) -> Iterator[str]:
    """A sentence as the tone builds its sentences: plainer, or cut in two."""
    plain = plainer(sentence) if name == "plain" else sentence
    joint = re.search(r"(?:, (?:and|but)|;) ", plain)
    if name in _SHORT_SENTENCES and joint and not re.search(r"[\"“”]", plain):
        front, back = plain[: joint.start()], plain[joint.end() :]
        if begins_clause(back) and begins_clause(front) and count(front) > 2:
            but = "But " if "but" in joint[0] else ""
            yield front + "."
            yield but + (back if but else back[:1].upper() + back[1:])
            return
    yield plain


def _swapped(text: str, name: str) -> str:
    """Words of the tone in the place of plain ones: about one for a dozen words, none inside quotation marks."""
    swaps = table("tones")[name]["swaps"]
    turn = crc32(text.encode()) % max(len(swaps), 1)
    order = swaps if name in {"plain", "formal"} else swaps[turn:] + swaps[:turn]
    every = name in {"plain", "formal"}
    left = len(swaps) if name in {"plain", "formal"} else 1 + count(text) // 12
    for pattern, words in order:
        quoted = [m.span() for m in re.finditer(r"\"[^\"]*\"|“[^”]*”", text)]
        found = next((m for m in re.finditer(pattern, text) if not any(a <= m.start() < b for a, b in quoted)), None)
        while found and left > 0 and (every or found.expand(words) not in text):
            text, start = _put(text, found, found.expand(words)), found.start() + len(words)
            left -= 1
            found = next(re.finditer(pattern, text[start:]), None) if every and not pattern.startswith("^") else None
            found = found and next((m for m in re.finditer(pattern, text) if m.start() >= start), None)
    return text


def _put(text: str, found: re.Match[str], words: str) -> str:
    """The text with a match replaced, capital and article put right."""
    first = found[0].lstrip()[:1]
    if first.isalpha() and words[:1].isalpha():
        words = (words[:1].upper() if first.isupper() else words[:1].lower()) + words[1:]
    before, after = text[: found.start()], text[found.end() :]
    if words[:1].isalpha() and (art := re.search(r"\b([Aa])n? $", before)):
        before = before[: art.start()] + art[1] + article(words).split(" ", 1)[0][1:] + " "
    made = re.sub(r",\s*(?=[,.;:!?])", "", before + words + after)
    made = re.sub(r"(?<=[.!?] )([a-z])", lambda m: m[1].upper(), re.sub(r" {2,}", " ", made))
    return re.sub(r"\s+([,.;:!?])", r"\1", made)


def _voice(text: str) -> _Voice:
    return _Voice(tense_of(text), hero_in(text), thing_in(text))


def hero_in(text: str) -> Subject | None:
    """Somebody of whom a text speaks: by name, as "the keeper", or as I; None when there is nobody."""
    cities = set(table("words")["cities"]["names"])
    for name in names_in(text):
        placed = re.search(rf"\b(?:in|at|to|from|of|near|over|the|across|through) {re.escape(name)}\b", text, re.I)
        if name not in cities and not placed and not re.search(rf"\b{re.escape(name)}'s\b", text):
            titled = re.search(
                rf"\b(?:Captain|Doctor|Professor|Miss|Aunt|Uncle|King|Queen|Lady|Lord|Old) {re.escape(name)}\b", text
            )
            return Subject(titled[0] if titled else name, "one", _forms_in(text))
    for found in re.finditer(r"\b[Tt]he ((?:(?:two|three|four) )?(?:\w+ )?(\w+))\b", text):
        if known_agent(found[2]) and singular(found[2]) not in word_set("scenery") | {"village", "company"}:
            many = is_plural(found[2])
            number = found[1].split()[0] + " " if found[1].split()[0] in NUMBERS else ""
            forms = PRONOUNS[pronoun_of(found[2], many)]
            return Subject(f"the {number}{found[2]}", "many" if many else "one", forms, group=many)
    return Subject("I", "I", PRONOUNS["I"]) if re.search(r"\bI\b", text) else None


def _forms_in(text: str) -> tuple[str, str, str, str]:
    she, he = (bool(re.search(rf"\b(?:{w})\b", text, re.I)) for w in ("she|her", "he|him|his"))
    return PRONOUNS["she" if she and not he else "he" if he and not she else "they"]


def thing_in(text: str, small: bool = False) -> str:
    """A thing that a text names with "the", and that can be spoken of again; empty when there is none.

    `small` asks for one that can be held.
    """
    nouns = sorted(word_set("small") | set(table("words")["intent"]["carried"]))
    found = re.search(
        rf"\b[Tt]he ({'|'.join(nouns if small else [*nouns, _PLAIN_NOUNS])})\b(?<!n the map)(?! (?:of|in|at|on)\b)(?!'s)", text
    )
    return f"the {found[1]}" if found else ""


def _with_line(said: list[str], name: str, voice: _Voice, used: Collection[str], text: str, forced: bool = False) -> list[str]:
    """The sentences with one more in the tone: in the place of an aside, at the end, or before the first."""
    changed = joined_text(said) != text.strip()
    if name in {"plain", "formal"} and changed and not forced:
        return said
    turn = crc32(f"{name}|{text}".encode())
    asides = [i for i, s in enumerate(said) if s in details()]
    opening = asides[:1] == [0] or (not asides and turn % 3 == 0 and not dependent(said[0]) and not text.rstrip().endswith("?"))
    kinds = ("first", "last") if opening or (said[-1].endswith("?") and len(said) < 2) else ("last", "first")
    line, kind = _line(name, kinds, voice, {*used, *said}, joined_text(said), turn)
    if not line:
        return said
    if asides and len(said) > 1 and not line.endswith("?") and (kind == "first") == (asides[0] == 0):
        return [line if i == asides[0] else s for i, s in enumerate(said)]
    if kind == "first":
        return [line, *said]
    if said[-1].endswith("?") and not dependent(said[-1]):
        return [*said[:-1], line, said[-1]]
    return [*said, line]


def _line(name: str, kinds: tuple[str, str], voice: _Voice, used: Collection[str], text: str, turn: int) -> tuple[str, str]:
    """A sentence of the tone that the text can bear and that is new, and whether it opens or ends a narration."""
    spoken = content(text) - content(f"{voice.thing} {voice.who.words if voice.who else ''}")
    for strict in (True, False):
        for kind in kinds:
            lines = table("tones")[name][kind]
            at = turn // 3 % len(lines)
            for line in lines[at:] + lines[:at]:
                marks, words = marked(line)
                if ("thing" in marks and not voice.thing) or ("who" in marks and voice.who is None):
                    continue
                made = told(words, voice.tense, voice.who, {"thing": voice.thing})
                if made not in used and not (strict and content(made) & spoken):
                    return made, kind
    return "", "last"
