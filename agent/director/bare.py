"""Numbers that stand alone: scenes, unless what stands before them says that they are a value."""

from __future__ import annotations

import re

from agent.director.marks import MARK, Mark, Marked
from agent.director.numbering import NUM, SEP, TO, numbers_in
from agent.director.places import NOT_UNIT, Finder
from agent.director.sheet import Sheet

_VALUE = re.compile(
    (
        r"(?P<lead>\b(?:rate|tempo|volume|level|brightness|contrast|saturation|warmth|grain|pace|"
        r"speed|length|amount|music|score|strength)\b[^.;]{0,24}?\b(?:to|at|of|=|by|is|"
        r":)\s*)(?P<number>\d{1,4})(?![\d:]|\s*(?:and|,)\s*\d)(?=\s|$|[.,!?])"
    ),
    re.IGNORECASE,
)


_BARE = re.compile(
    rf"(?P<before>^|(?<=[a-z])\s+(?=\d{{1,2}}\s+(?:[a-z]{{3,}}er|more|less|no|black)\b)|"
    rf"(?<=[a-z⟧])\s+(?=\d[\d ,and&-]*\s*(?:$|[,.;:!?]|(?:and|or|please|too|but|"
    rf"also)\b))|[,;]\s*|(?<!\d):\s*|[.!]\s+(?=\d{{1,2}}\s*:\s)|\b(?:in|on|of|for|to|from|and|but|make|with|scene|then|"
    rf"after|before|between|at|into|about|than|not|do|delete|remove|drop|cut|swap|merge|join|"
    rf"combine|split|move|brighten|darken|lighten|dim|push|give|take|let|shorten|trim|lengthen|"
    rf"also|plus|kill|lose|except|both|switch|desaturate|warm|cool|put|over|mute|saturate|"
    rf"render|bring|like|end|finish|close|frame|redo|reset|grade|,)\s+)"
    rf"(?P<list>{NUM}(?:(?:{SEP}|{TO}){NUM}{NOT_UNIT})*){NOT_UNIT}(?![\w.%:⟧]*\d)(?P<after>\s*[:,]?)(?=\s|$|[:;,.!?])",
    re.IGNORECASE,
)


_BEYOND = 24
"""Numbers so far past the last scene are years, amounts and the like, and no scenes that somebody miscounted."""
_AGED = re.compile(r"\b(?:am|is|are|was|were|aged?|turns|turned|just|nearly|almost)\s+$", re.IGNORECASE)
"""What stands before somebody's years."""


def _valued(match: re.Match[str], marked: Marked, sheet: Sheet) -> str:
    """The mark of a value; "the warmth of 1 down to zero" speaks of a scene."""
    rest = match.string[match.end() :]
    if (
        match["lead"].rstrip().endswith("of")
        and int(match["number"]) <= sheet.count
        and re.match(r"\s*(?:down|up|to|by|at|a|⟦n)\b", rest)
    ):
        return match[0]
    return f"{match['lead']}{marked.put(Mark('n', match['number'], value=float(match['number'])))}"


def _counts_things(rest: str) -> bool:
    """Whether a number counts what can be drawn ("put 2 cats on the roof")."""
    from tools.engines.papercut.lexicon import look_up

    words = re.match(r" ((?:(?!no |more |less |with )[a-z]+ ){0,2}?)([a-z]{2,}s|people|men|women|children|sheep|fish)\b", rest)
    return bool(words and look_up((words[2],)))


def bare_numbers(marked: Marked, sheet: Sheet) -> None:
    """Numbers that no unit and no other reading has taken are scenes: "3: warmer", "in 4", "2 and 5 darker"."""
    finder = Finder(marked, sheet)

    def bare(match: re.Match[str]) -> str:
        numbers = numbers_in(match["list"])
        if len(numbers) == 1 and not match["after"].strip() and _counts_things(match.string[match.end() :]):
            return match[0]
        if MARK.search(match[0]) or _AGED.search(match.string[: match.start("list")]):
            return match[0]
        if any(number == 0 or number > sheet.count + _BEYOND for number in numbers):
            return match[0]
        mark = finder.mark(match["list"], numbers)
        return f"{match['before']}{marked.put(mark)}{match['after']}"

    marked.text = _VALUE.sub(lambda m: _valued(m, marked, sheet), marked.text)
    marked.text = re.sub(r"\s+", " ", marked.text).strip()
    marked.text = re.sub(r"(?P<before>\b)(?P<list>\d{1,2})(?P<after>) (?='s\b)", lambda m: f"{bare(m)} ", marked.text)
    for _ in range(3):
        marked.text = _BARE.sub(bare, marked.text)
    finder.joined()
    finder.excepted()
