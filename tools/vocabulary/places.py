"""Scenes by their place in the film: numbers, ordinals, "the last two", "second to last", "every other", and so on."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.film import Film
from memory.tables import read_table
from tools.vocabulary.words import brief

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_PARTS = {"half": 2, "third": 3, "quarter": 4}
_LEAD = re.compile(r"^(?:(?:the|my|our|film's|movie's|scenes?|numbers?|no|nr|nos|#|part|shot|in|at|for|only|just)[ .#]+)+")
_TAIL = re.compile(r"(?:[ ](?:scenes?|ones?|parts?|(?:of|in) (?:the )?(?:film|movie|story|scenes|them|order)|only))+$")
_SIGNS = {0x2018: "'", 0x2019: "'", 0x2013: "-", 0x2014: "-", 0x2012: "-", 0x201C: '"', 0x201D: '"'}


@cache
def tables() -> dict[str, Any]:
    """The word lists of scenes.toml."""
    return read_table(Path(__file__).with_name("scenes.toml"))


@cache
def _values() -> dict[str, int]:
    """Every number word up to ninety-nine, cardinal and ordinal, with its value."""
    values = {word: n for n, word in enumerate(_UNITS)} | {word: n for n, word in enumerate(_ORDINALS)}
    for step, tens in enumerate(_TENS, 2):
        values[tens] = values[tens[:-1] + "ieth"] = step * 10
        for n in range(1, 10):
            for word in (_UNITS[n], _ORDINALS[n]):
                values[f"{tens}-{word}"] = values[f"{tens} {word}"] = step * 10 + n
    return values


def clean(words: object) -> str:
    """What somebody said of scenes in small letters with plain signs; lists and numbers are taken as they are meant."""
    if isinstance(words, list | tuple | set):
        words = ", ".join(str(word) for word in words)
    text = brief(str(words)).casefold().translate(_SIGNS)
    return re.sub(r"\s+", " ", text).strip(" .!?;:,[](){}")


def bare(text: str) -> str:
    """The text without "the", "scene", "number" and the like around it."""
    return _TAIL.sub("", _LEAD.sub("", text)).strip()


def value_of(word: str) -> int | None:
    """The number a word means: "3", "#3", "3rd", "three", "third", "twenty-first"; None when it means none."""
    match = re.fullmatch(r"#?(\d{1,6})(?:st|nd|rd|th|\.)?", word)
    return int(match[1]) if match else _values().get(word)


def counted(film: Film, number: int | str) -> int:
    """Where scene `number` (from 1; -1 is the last) is, from 0; FilmError with how many there are when there is none."""
    count = len(film.scenes)
    if re.fullmatch(r"-?\d+", str(number)):
        place = int(number) - 1 if int(number) > 0 else count + int(number) if int(number) < 0 else -1
        if 0 <= place < count:
            return place
    has = f"the film has {count} scene{'s' * (count != 1)}"
    raise FilmError(f"There is no scene {number}; {has}. {UNCHANGED}")


def by_place(film: Film, text: str) -> list[int] | None:
    """The places (from 0) that a phrase of numbers or order means; None when it is not one. FilmError beyond the end."""
    said = bare(text)
    for index, scene in enumerate(film.scenes):
        if said == scene.id.casefold() and not said.isdigit():
            return [index]
    if re.fullmatch(r"-\d{1,6}", said):
        return [counted(film, said)]
    if re.fullmatch(r"s\d{1,6}", said) and any(re.fullmatch(r"s\d+", scene.id) for scene in film.scenes):
        counted(film, said)
    number = value_of(re.sub(r"^(?:s|sc|scene|szene|escena|scène|第)[ .#]*(?=\d)|(?<=\d) ?(?:场|幕|个场景)$", "", said))
    if number is not None:
        return [counted(film, number)]
    for reading in (_from_the_end, _run, _named, _alternate):
        found = reading(film, said)
        if found is not None:
            return found
    return None


def _from_the_end(film: Film, said: str) -> list[int] | None:
    """As in "penultimate", "second to last", "third from the end", "last but one"."""
    if said in ("last but", "penultimate", "next to last", "next-to-last", "one before last", "one before the last"):
        return [counted(film, -2)]
    if said == "antepenultimate":
        return [counted(film, -3)]
    match = re.fullmatch(r"([\w-]+?)[ -](?:(?:to|from)[ -](?:the )?)?(?:last|end|final)", said)
    if match and (number := value_of(match[1])) and number > 1:
        return [counted(film, -number)]
    match = re.fullmatch(r"(?:last|final)(?: one)? but ([\w-]+)", said)
    if match and (number := value_of(match[1])) and match[1] in _UNITS:
        return [counted(film, -number - 1)]
    return None


def _run(film: Film, said: str) -> list[int] | None:
    """As in "first two", "last 3", "final couple of", "opening few", "first half", "2 first", "three last"."""
    count = len(film.scenes)
    match = re.fullmatch(r"(first|opening|last|final|closing|ending) (?:a )?([\w-]+)(?: of)?(?: the)?", said)
    turned = re.fullmatch(r"([\w-]+) (first|last|final)", said)
    side, much = (match[1], match[2]) if match else (turned[2], turned[1]) if turned else ("", "")
    if much in _PARTS and match:
        number: int | None = max(count // _PARTS[much], 1)
    else:
        number = tables()["count"].get(much, value_of(much) if much in _UNITS or much.isdigit() else None)
    if not number:
        return None
    if number > count:
        counted(film, number)
    return list(range(number)) if side in ("first", "opening") else list(range(count - number, count))


def _named(film: Film, said: str) -> list[int] | None:
    """As in "last", "opening", "finale", "middle", "second half"; whole phrases only."""
    count, lists = len(film.scenes), tables()
    if said in lists["opening"] or said == "first":
        return [0]
    if said in lists["ending"] or said == "last":
        return [count - 1]
    if said in lists["middle"]:
        return [count // 2] if count % 2 else [count // 2 - 1, count // 2]
    match = re.fullmatch(r"(second|other|latter|middle) (half|third)", said)
    if match and match[2] == "half":
        return list(range((count + 1) // 2 if count > 1 else 0, count))
    if match:
        return list(range(count // 3, count - count // 3))
    return None


def _alternate(film: Film, said: str) -> list[int] | None:
    """As in "every other", "every second", "every third", "odd", "even"."""
    count = len(film.scenes)
    if re.fullmatch(r"(?:all )?(?:the )?odd(?:[- ]numbered)?", said):
        return list(range(0, count, 2))
    if re.fullmatch(r"(?:all )?(?:the )?even(?:[- ]numbered)?", said):
        return list(range(1, count, 2))
    match = re.fullmatch(r"every ([\w-]+)", said)
    if match and match[1] == "other":
        return list(range(0, count, 2))
    if match and (step := value_of(match[1])) and step > 1 and (match[1] in _ORDINALS or match[1][0].isdigit()):
        return list(range(step - 1, count, step))
    return None
