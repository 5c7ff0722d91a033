"""Where: scenes in people's words become marks that carry a name for find_scenes and the numbers that it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from agent.director.marks import Mark, Marked
from agent.director.numbering import NUM, SEP, TO, numbers_in, spelled
from agent.director.sheet import Sheet
from agent.director.words import table

_ITEM = rf"(?:(?:scenes?|scs?\.?|s|nos?\.?|numbers?)\s*#?\s*)?#?{NUM}(?:{TO}(?:scenes?\s*)?#?{NUM})?"
_LIST = (
    rf"{_ITEM}(?:{SEP}{_ITEM}(?!\s*(?::\d|seconds?|percent|%|db|bpm|shots?\b|fps|minutes?|"
    rf"times|s\b|x\b|st\b|nd\b|rd\b|th\b)))*"
)
_WORD = r"(?:scenes?|scns?|scs?\.?|sequences?|chapters?|parts?|sections?|segments?)"
NOT_UNIT = (
    r"(?!\s*(?:seconds?|secs?|percent|%|db|decibels?|bpm|beats|fps|minutes?|mins?|times|"
    r"steps?|versions?|scenes?|shots?|frames?|words?|x\b|s\b|degrees|parts|:\d))"
)


@cache
def _ordinal() -> str:
    return rf"(?:{'|'.join(table('places')['ordinals'])}|\d{{1,3}}(?:st|nd|rd|th))"


@cache
def _lasts() -> str:
    return "|".join(sorted((re.escape(word) for word in table("places")["last"]), key=len, reverse=True))


def _order(word: str) -> int:
    word = word.lower()
    return int(table("places")["ordinals"].get(word) or re.sub(r"\D", "", word) or 0)


class Finder:
    """Finds scenes in one text against one film."""

    def __init__(self, marked: Marked, sheet: Sheet) -> None:
        self.marked = marked
        self.sheet = sheet

    def run(self) -> None:
        """Mark every scene named by number, place or exception; names by what happens in a scene are read later."""
        for pattern, make in _patterns():
            self.marked.replace(pattern, lambda match, make=make: make(self, match))  # type: ignore[misc]
        self.marked.text = re.sub(r"\s+", " ", self.marked.text).strip()
        self.joined()
        self.excepted()

    def mark(self, raw: str, numbers: list[int], name: str = "") -> Mark:
        """A mark for these scenes; numbers beyond the film's are kept as missing."""
        there = tuple(n for n in numbers if 1 <= n <= self.sheet.count)
        missing = tuple(n for n in numbers if n not in there)
        return Mark("s", raw.strip(), numbers=there, missing=missing, name=name or spelled(numbers, self.sheet.count))

    def listed(self, match: re.Match[str]) -> Mark | None:
        """As in "scenes 2, 4 and 5-7"."""
        return self.mark(match[0], numbers_in(match["list"]))

    def ordinal(self, match: re.Match[str]) -> Mark | None:
        """As in "the third scene", "the 2nd and 4th"."""
        words = [w for w in re.findall(_ordinal(), match[0], re.IGNORECASE)]
        if "to" in re.findall(r"\w+", match[0].lower()) and len(words) == 2:
            return self.mark(match[0], list(range(_order(words[0]), _order(words[1]) + 1)))
        return self.mark(match[0], [_order(word) for word in words])

    def last(self, match: re.Match[str]) -> Mark | None:
        """As in "the last scene", "the penultimate one"."""
        back = table("places")["last"][match["last"].lower()]
        return self.mark(match[0], [max(self.sheet.count + 1 - back, 1)])

    def ends(self, match: re.Match[str]) -> Mark | None:
        """As in "the first 2", "the last three scenes"."""
        many, count = int(match["many"]), self.sheet.count
        if many > max(count, 1):
            return self.mark(match[0], [many])
        first = match["end"].lower() in ("first", "opening", "initial")
        return self.mark(match[0], list(range(1, many + 1)) if first else list(range(count - many + 1, count + 1)))

    def half(self, match: re.Match[str]) -> Mark | None:
        """As in "the first half", "the last third"."""
        count, end = self.sheet.count, match["end"].lower()
        size = max(1, -(-count // (2 if match["size"].lower() == "half" else 3)))
        first = (
            list(range(1, size + 1)) if end in ("first", "opening") else list(range(size + (count % 2 == 0) * 0 + 1, count + 1))
        )
        if end not in ("first", "opening"):
            first = list(range(count - (count // (2 if match["size"].lower() == "half" else 3)) + 1, count + 1))
        return self.mark(match[0], first)

    def middle(self, match: re.Match[str]) -> Mark | None:
        """As in "the middle scene", "the two in the middle"."""
        count = self.sheet.count
        if not count:
            return None
        return self.mark(match[0], [(count + 1) // 2] if count % 2 else [count // 2, count // 2 + 1])

    def parity(self, match: re.Match[str]) -> Mark | None:
        """As in "the odd scenes"."""
        start = 1 if match["parity"].lower() == "odd" else 2
        return self.mark(match[0], list(range(start, self.sheet.count + 1, 2)))

    def edge(self, match: re.Match[str]) -> Mark | None:
        """As in "the opening", "the end"."""
        edges, edge = table("places")["edges"], match["edge"].lower()
        first = edges.get(edge, edges.get(f"the {edge}")) == "first"
        return self.mark(match[0], [1 if first else max(self.sheet.count, 1)])

    def all(self, match: re.Match[str]) -> Mark | None:
        """As in "everywhere", "all scenes"; "every scene with Pip" is described and no such place."""
        if re.search(r"scenes?$", match[0], re.IGNORECASE) and re.match(
            r" (?:with|where|in which|that|which)\b", match.string[match.end() :]
        ):
            return None
        return Mark("s", match[0].strip(), numbers=tuple(range(1, self.sheet.count + 1)), name="all")

    def tied(self, match: re.Match[str]) -> Mark | None:
        """As in "that scene", "the next one": what they are depends on what was said before."""
        return Mark("s", match[0].strip(), name=(match["tie"] or match["tie2"]).lower(), tied=True)

    def rest(self, match: re.Match[str]) -> Mark | None:
        """As in "the others": all but those named before, or talked about before."""
        return Mark("s", match[0].strip(), name="rest", tied=True)

    def joined(self) -> None:
        """One mark of two for "the first and the last scene"."""
        pattern = re.compile(
            r"⟦s(\d+)⟧\s*(?:,\s*(?:and\s+)?|and\s+|&\s*|plus\s+|as well as\s+|to\s+|through\s+|"
            r"-\s*)(?:also\s+)?(?:in\s+|the\s+)?⟦s(\d+)⟧(?!\s*[:])"
        )
        for _ in range(6):
            found = pattern.search(self.marked.text)
            if not found:
                return
            one, two = self.marked.marks[int(found[1])], self.marked.marks[int(found[2])]
            if self._swapping(found.start()) or self._contrasted(found) or one.tied or two.tied or not self._bare(found):
                self.marked.text = self.marked.text[: found.start(2) - 2] + "\x00" + self.marked.text[found.start(2) - 2 :]
                continue
            numbers = [*one.numbers, *one.missing, *two.numbers, *two.missing]
            if re.search(r"⟧\s*(to|through|-)\s", found[0]) and one.numbers and two.numbers:
                numbers = list(range(one.numbers[-1], two.numbers[0] + 1))
            mark = self.mark(f"{one.raw} and {two.raw}", list(dict.fromkeys(numbers)))
            self.marked.text = f"{self.marked.text[: found.start()]}{self.marked.put(mark)}{self.marked.text[found.end() :]}"

    def _contrasted(self, found: re.Match[str]) -> bool:
        """Whether the second has a wish of its own: "all warmer except 2, and 3 brighter"."""
        before, after = self.marked.text[: found.start()], self.marked.text[found.end() :]
        return bool(
            re.search(r"\b(?:except|but|but not|apart from)(?: for| in)?(?: the)? $", before)
            and "," in found[0]
            and re.match(r"\s*(?!too\b|as well|please|and\b|or\b)[a-z]", after)
        )

    def _swapping(self, at: int) -> bool:
        return False

    def _bare(self, found: re.Match[str]) -> bool:
        """Whether the second really belongs to the first: "move 2 to 4" and "from scene 1 to scene 3" do not."""
        between = found[0]
        moving = re.search(
            r"\b(move|shift|put|place|from|swap|switch|bring|drag|send|get|take|fade|dissolve|cut|crossfade|relocate|transition)\b",
            self.marked.text[: found.start()],
            re.IGNORECASE,
        )
        return not (re.search(r"⟧\s*(to|through|-)\s", between) and moving)

    def excepted(self) -> None:
        """As in "all but scene 2": the exception is taken out of the scenes before it, or of all."""
        self.marked.text = self.marked.text.replace("\x00", "")
        word = (
            r"(?:but(?: not)?|except(?: for| in)?|apart from|other than|excluding|save(?: for)?|"
            r"besides|without|not|minus|bar|barring|aside from)"
        )
        pattern = re.compile(rf"⟦s(\d+)⟧\s*,?\s*(?:scenes?\s*)?{word}\s+(?:in\s+|for\s+|the\s+)?⟦s(\d+)⟧", re.IGNORECASE)
        found = pattern.search(self.marked.text)
        self._stretched()
        found = pattern.search(self.marked.text)
        while found:
            one, two = self.marked.marks[int(found[1])], self.marked.marks[int(found[2])]
            left = tuple(n for n in one.numbers if n not in two.numbers)
            mark = Mark(
                "s", f"{one.raw} but {two.raw}", numbers=left, missing=two.missing, name=spelled(list(left), self.sheet.count)
            )
            self.marked.text = f"{self.marked.text[: found.start()]}{self.marked.put(mark)}{self.marked.text[found.end() :]}"
            found = pattern.search(self.marked.text)
        self._apart()

    def _apart(self) -> None:
        """Exceptions that stand apart: "everything darker except scene 3", "make it darker except in 3"."""
        found = _EXCEPT.search(self.marked.text)
        if not found:
            return
        out = self.marked.marks[int(found["out"])]
        before = re.findall(r"⟦s(\d+)⟧", self.marked.text[: found.start()])
        base = self.marked.marks[int(before[-1])].numbers if before else tuple(range(1, self.sheet.count + 1))
        left = [n for n in base if n not in out.numbers]
        mark = self.marked.put(
            Mark("s", found[0].strip(), numbers=tuple(left), missing=out.missing, name=spelled(left, self.sheet.count))
        )
        text = f"{self.marked.text[: found.start()]} {self.marked.text[found.end() :]}"
        self.marked.text = text.replace(f"⟦s{before[-1]}⟧", mark) if before else f"{text.rstrip(' .!')} in {mark}"

    def _stretched(self) -> None:
        """As in "everything after scene 4", "scene 3 onwards"."""
        text = self.marked.text
        for pattern in (_FROM, _ONWARDS):
            if found := pattern.search(text):
                one = self.marked.marks[int(found["edge"])]
                whole = self.marked.marks[int(found["all"])] if "all" in found.re.groupindex else None
                if not one.numbers or (whole and whole.name != "all"):
                    continue
                word, count = (found["way"] or "").lower(), self.sheet.count
                first, last = min(one.numbers), max(one.numbers)
                numbers = (
                    list(range(last + 1, count + 1))
                    if word in ("after", "past", "following", "beyond")
                    else list(range(1, first))
                    if word == "before"
                    else list(range(1, last + 1))
                    if word in ("until", "up to", "till")
                    else list(range(first, count + 1))
                )
                self.marked.text = (
                    f"{text[: found.start()]}{self.marked.put(self.mark(found[0], numbers))}{text[found.end() :]}"
                )
                return


_EXCEPT = re.compile(
    r"[,(]?\s*\b(?:except(?: for)?|apart from|other than|excluding|save for|aside from|barring|with the exception of)"
    r"(?: in| for| on)?(?: the)? ⟦s(?P<out>\d+)⟧\)?",
    re.IGNORECASE,
)
_FROM = re.compile(
    (
        r"⟦s(?P<all>\d+)⟧ (?:that comes? )?(?P<way>after|before|from|past|beyond|following|until|"
        r"up to|till) (?:the )?⟦s(?P<edge>\d+)⟧(?: (?:on|onwards?))?"
    ),
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    (
        r"(?:from )?⟦s(?P<edge>\d+)⟧ (?P<way>on\b(?= |$)(?! (?:the|a|one|top))|onwards?|and "
        r"(?:after|later|onwards?|on)\b|until the end|till the end)"
    ),
    re.IGNORECASE,
)


@cache
def _patterns() -> list[tuple[re.Pattern[str], Callable[[Finder, re.Match[str]], Mark | None]]]:
    """The patterns in the order in which they are tried, with what makes marks of them."""
    places, ordinal = table("places"), _ordinal()
    ones = r"(?:scenes?|ones?|parts?|sections?|sequences?|chapters?|bits?|segments?|beats?)"
    edges = "|".join(sorted((re.escape(edge.removeprefix("the ")) for edge in places["edges"]), key=len, reverse=True))
    shown: list[tuple[str, Callable[[Finder, re.Match[str]], Mark | None]]] = [
        (r"(?:the |of )?(?P<parity>odd|even)(?:[- ]numbered)? (?:scenes?|ones?)", Finder.parity),
        ((rf"(?:the )?(?P<end>first|last|final|opening|closing|initial) (?P<many>\d{{1,3}})(?: "
rf"{ones})?{NOT_UNIT}"), Finder.ends),
        ((rf"(?:the )?(?P<end>first|second|last|opening) (?P<size>half|third)(?: of (?:the )?(?:film|"
rf"movie|story|scenes|video))?(?! {ones})(?<!second third)"), Finder.half),
        ((rf"(?:the )?(?:\d )?(?:middle {ones}|{ones} in the middle|middle of the film)|the middle "
rf"(?:2|two)\b"), Finder.middle),
        (rf"(?:the )?(?P<last>{_lasts()}) (?:{ones})\b", Finder.last),
        ((rf"(?:the )(?P<last>{_lasts()})(?! (?:version|edit|change|word|line|sentence|step|thing|"
rf"time|move|shot))\b"), Finder.last),
        (rf"\b{_WORD}\s*(?:nos?\.?|numbers?|#)?\s*:?\s*#?(?P<list>{_LIST})", Finder.listed),
        ((rf"\b(?:s|sc|scn|sz)\.?\s?#?(?P<list>{NUM}(?:(?:{TO}|{SEP})(?:s|sc|"
rf"scn)?\.?\s?{NUM})*)\b(?!\s*(?:percent|%))"), Finder.listed),
        (rf"(?:#|\bno\. ?|\bnumbers? )(?P<list>{_LIST})", Finder.listed),
        ((rf"(?:the )?{ordinal}(?:(?:,| and| to| through| or|, and) (?:the )?{ordinal})* {ones}(?! "
rf"of (?:the )?(?:scene|⟦))\b"), Finder.ordinal),
        ((rf"(?:the ){ordinal}(?:(?:,| and| or|, and) (?:the )?{ordinal})*(?! (?:shot|half|third|"
rf"version|line|sentence|time|word|second|minute|draft|edit|sound|frame|voice|picture|"
rf"person|camera|note))\b"), Finder.ordinal),
        ("|".join(places["all"]["phrases"]), Finder.all),
        ((rf"\b(?:the )(?P<edge>{edges})(?: of the (?:film|movie|story|video))?\b(?! of)(?! (?:theme|"
rf"music|credits|card|title))"), Finder.edge),
        ((r"(?:in |to |for )?(?:the|all the) (?:others?(?: scenes| ones)?|rest(?: of (?:it|them|the "
r"(?:film|movie|scenes)))?|other scenes|remaining (?:scenes|ones))\b"), Finder.rest),
        ((r"(?:in |for |to )?(?:the )?(?P<tie>this|that|same|those|these|next|following|previous|"
r"preceding|one before|one after|scene before|scene after)(?: that)? (?:scenes?|ones?)\b|"
r"\bthe (?P<tie2>one (?:before|after))(?: (?:that|it))?"), Finder.tied),
    ]  # fmt: skip
    fixed = [(re.compile(rf"(?<![\w⟦])(?:{pattern})(?![\w⟧])", re.IGNORECASE), make) for pattern, make in shown]
    return fixed
