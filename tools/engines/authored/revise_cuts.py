"""Taking single things out of a sentence: each cut gives the texts that are left, sound or not; `revise_forms` judges them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tools.engines.authored.revise_grammar import begins_clause, complete, points_back
from tools.engines.authored.revise_phrases import (
    NOT_PARTICIPLES,
    adjectives,
    adverbs,
    doings,
    inner_phrases,
    pairs,
    phrases,
    times,
)
from tools.engines.authored.revise_prose import finite, has_verb
from tools.engines.authored.words import table

Cut = Callable[[str], Iterator[str]]

_PARTICIPLE = (
    rf"(?!(?:{NOT_PARTICIPLES})\b)"
    r"(?:(?:\w+ly |still |half |not |never )?\w{2,}ing|\w+ed (?:by|with|in|to|at|from|on|of))\b"
)
_RELATIVE = r"(?:which|who|whom|whose|where)\b"
_SIMILE = r"(?:like|as if|as though|as \w+ (?:do|does|did|always)\b|just as)\b"
_COORDINATE = r"(?:and|but|or|so|yet|nor)\b"
_BACK = "it|this|that|these|they|he|she|its|their|his|her"
_LOOSE = (
    rf"^(?:{_SIMILE}|{_RELATIVE}|{_PARTICIPLE}|an? |the |very |quite |rather |\w+ly\b|when |while |as |after |before |until "
    r"|because |though |if |for |to |with(?:out)? |in |on |at |by |one by one|over and over)"
)
"""How a phrase between commas begins that can go."""
_LAST = (
    r"(?:because|though|although|while|until|since|when|where|so that|unless|before|after|for|with|without|on|in|at|by|from"
    r"|over|under|just|even|only|still|always|never|very|\w+ly\b|an? [\w' -]{0,40}$|not )"
)
"""How a phrase behind the last comma begins that can go."""


def _asides(text: str) -> Iterator[str]:
    yield re.sub(r"\s*\([^()]*\)", "", text)
    yield re.sub(r"\s+[-–—]\s+[^-–—.!?]+\s+[-–—]\s+", " ", text)
    yield re.sub(r"\s+[-–—]\s+[^.!?]*(?=[.!?…]+$)", "", text)
    loose = "it turned out|it seemed|it seems|of course|after all|in fact|for once|for example|somehow|at least"
    yield re.sub(rf",? (?:{loose}),? ", " ", text)


def _similes(text: str) -> Iterator[str]:
    linking = set(table("revising")["cuts"]["linking"])
    for found in re.finditer(r",? (?:like|as if|as though|the way) [^,.;:!?]+(?:, as if[^.;:!?]+)?", text):
        before = re.findall(r"[\w'-]+", text[: found.start()])
        if before and before[-1].lower() not in linking and not (before[-1] in {"all"} and "the way" in found[0]):
            if "the way " in found[0] and not re.search(r"the way (?:a|an|the|\w+s?) (?:\w+ )?\w+", found[0]):
                continue
            yield text[: found.start()] + text[found.end() :]


def _ending(text: str) -> str:
    return text[len(text.rstrip(".!?…")) :]


def _segments(text: str) -> list[str]:
    return text.rstrip(".!?…").split(", ")


def _tails(kind: str) -> Cut:
    """Cuts that end a sentence at a comma behind which something of that kind begins."""
    pattern = re.compile(kind, re.I)

    def cut(text: str) -> Iterator[str]:
        parts = _segments(text)
        for i in range(len(parts) - 1, 0, -1):
            if pattern.match(parts[i]) and not _in_row(parts, i) and not re.search(r"\bnot [\w ]+$", parts[i - 1]):
                yield ", ".join(parts[:i]) + _ending(text)

    return cut


def _in_row(parts: list[str], i: int) -> bool:
    """Whether a part is the last of a row ("trembled, groaned, and came apart"), which would be left without its "and"."""
    if not re.match(_COORDINATE, parts[i]) or i < 2 or begins_clause(parts[i].partition(" ")[2]):
        return False
    before = parts[i - 1]
    return not (begins_clause(before) or re.match(r"(?:and|but|or|so) ", before)) or (
        not complete(parts[0]) and not begins_clause(before)
    )


def _rows(text: str) -> Iterator[str]:
    """Without the last of three or more things in a row: "to check, to mend, to say so", "it trembled, groaned, and broke"."""
    parts = _segments(text)
    if len(parts) > 2 and parts[-1].startswith("to ") and re.search(r"(?:^|: )to ", parts[-2]):
        yield ", ".join(parts[:-1]) + _ending(text)
    if len(parts) > 2 and parts[-1].startswith("and ") and complete(parts[0]) and finite(["it", *parts[-2].split()], 1):
        yield ", ".join(parts[:-2]) + " and " + parts[-2] + _ending(text)


def _leads(text: str) -> Iterator[str]:
    """Without the phrase or clause that comes before the main clause."""
    parts = _segments(text)
    openers = set(table("revising")["cuts"]["openers"])
    for i in range(1, min(len(parts), 3)):
        head = re.sub(r"^(?:and|but|so|then|or) ", "", parts[0], flags=re.I).split()
        inserted = re.match(r"(?:it|somebody|he|she|they) (?:turned out|seemed|said|says|thought)$", parts[i])
        if head and head[0].lower() in openers and not inserted and begins_clause(rest := ", ".join(parts[i:])):
            yield rest + _ending(text)


def _places(text: str) -> Iterator[str]:
    """Without the place before "there was", or behind the noun that acts: "the light (on the station) is left on"."""
    whose = "the|an?|his|her|their|its"
    lead = re.match(
        rf"^(?:On|In|At|Under|Behind|Over|Near|By) (?:{whose}) (?:[\w'-]+ ){{1,6}}(?=there (?:was|were|is|are))", text
    )
    if lead:
        yield text[lead.end() :]
    found = re.match(
        rf"^(?:The|Every|Each) [\w'-]+( (?:about|on|in|at|from|near|by|behind|with) (?:{whose}) [\w'-]+)(?= ([\w'-]+))", text
    )
    if found and finite([found[1].split()[-1], found[2]], 1):
        yield text[: found.start(1)] + text[found.end(1) :]


def _joint(text: str) -> Iterator[str]:
    found = re.match(r"^(?:And then|But then|And so|And|But|So|Then|Yet|Still,|Now,|Neither, )\s+", text)
    if found and begins_clause(text[found.end() :]):
        yield text[found.end() :]
    came = re.match(r"^(?:And )?[Tt]hen came (?:the|an?) (?:day|morning|evening|night|time|moment) when (?=.)", text)
    if came and begins_clause(text[came.end() :]):
        yield text[came.end() :]


def _middles(text: str) -> Iterator[str]:
    """Without a short phrase that stands between commas."""
    parts = _segments(text)
    loose = re.compile(_LOOSE)
    for i in range(1, len(parts) - 1):
        middle, rest = parts[i], parts[i + 1]
        if not loose.match(middle) or (begins_clause(middle) and not re.match(_RELATIVE, middle)):
            continue
        if re.match(r"(?:and|or) ", rest) and not begins_clause(rest.split(" ", 1)[1]):
            continue
        apart = not complete(", ".join(parts[:i])) and begins_clause(rest)
        if not apart and begins_clause(rest) and not re.match(_COORDINATE, rest):
            continue
        glue = ", " if apart or re.match(rf"{_COORDINATE}|{_RELATIVE}|{_SIMILE}|{_PARTICIPLE}", rest) else " "
        yield ", ".join(parts[:i]) + glue + ", ".join(parts[i + 1 :]) + _ending(text)


def _second_halves(text: str) -> Iterator[str]:
    """Only what stands after ", and" or a colon or semicolon, when it can stand alone."""
    for found in re.finditer(r"(?:, (?:and|but|so|yet)|[;:]) ", text):
        rest = text[found.end() :]
        if not found[0].startswith((";", ":")) and not complete(text[: found.start()]):
            continue
        if begins_clause(rest) and not re.match(rf"(?:{_BACK})\b", rest, re.I) and not points_back(rest):
            yield rest


def _first_halves(text: str) -> Iterator[str]:
    """Only what stands before a colon or semicolon, unless that announces what somebody says."""
    for found in re.finditer(r"[;:] ", text):
        head = text[: found.start()]
        if complete(head) and not re.search(
            r"\b(?:sa(?:ys?|id)|ask(?:s|ed)|told|answer(?:s|ed)|only|this|these|that|one)$", head
        ):
            yield head


def _clauses(text: str) -> Iterator[str]:
    """Without a subordinate clause that no comma sets off."""
    cuts = table("revising")["cuts"]
    joints = "|".join(cuts["subordinators"])
    for found in re.finditer(rf" ({joints}) (?=[\w'-]+ )[^,.;:!?]+", text):
        before = re.findall(r"[\w'-]+", text[: found.start()])
        tail = found[0].split(" ", 2)[2] if found[0].count(" ") > 1 else ""
        if (
            not before
            or before[-1].lower() in cuts["knowing"]
            or not has_verb(f"it {tail}")
            or not complete(text[: found.start()])
        ):
            continue
        if found[1] == "as" and (re.search(r"\bas \w+$", text[: found.start()]) or not begins_clause(tail)):
            continue
        yield text[: found.start()] + text[found.end() :]


def _so_that(text: str) -> Iterator[str]:
    pattern = r"\b(was|were|is|are|grew|felt) so (\w+) that [^,.;:!?]+"
    yield from (re.sub(pattern, words, text) for words in (r"\1 very \2", r"\1 \2"))


def _relatives(text: str) -> Iterator[str]:
    """Without a restrictive clause at the end of a phrase that begins with "a"."""
    pattern = r"\b((?:an?|one|some|every|any|two|three) (?:[\w'-]+ ){0,2}[\w'-]+) (?:that|who|which) [^,.;:!?]+(?=[,.;:!?])"
    for found in re.finditer(pattern, text):
        if not re.match(r"(?:It (?:was|is)|There (?:was|is) no)\b", text) and not re.search(r"\b(?:that|who|which)$", found[1]):
            yield text[: found.end(1)] + text[found.end() :]


def _predicates(text: str) -> Iterator[str]:
    """Without the second of two things that somebody does."""
    for found in re.finditer(r" (?:and|but) (?=([\w'-]+)\b)", text):
        head, rest = text[: found.start()], text[found.end() :]
        tokens = [*head.split(), "and", *rest.split()]
        at = len(head.split()) + 1
        if finite(tokens, at) and not head.endswith(",") and complete(head) and not re.search(r"\b(?:both|between)\b", head):
            stop = re.search(rf"[;:]|, (?={_COORDINATE}|{_SIMILE}|{_RELATIVE}|as )", rest)
            yield head + (rest[stop.start() :] if stop else "")


CUTS: tuple[tuple[float, Cut], ...] = (
    (0.4, _asides), (0.5, _similes), (0.3, _joint), (0.5, adverbs), (0.6, _tails(_SIMILE)), (0.7, _tails(_PARTICIPLE)),
    (0.8, _tails(_RELATIVE)), (0.8, adjectives), (0.8, _middles), (0.9, times), (1.0, _leads), (1.0, _places),
    (1.0, _so_that), (1.0, _tails(_LAST)), (1.0, _rows), (1.2, _clauses), (1.2, _tails(_COORDINATE)), (1.4, _first_halves),
    (1.6, _second_halves), (1.6, _predicates), (1.4, pairs), (1.8, doings), (1.8, inner_phrases), (2.6, _relatives),
    (2.2, phrases),
)  # fmt: skip
"""Every cut with what it costs (0 nothing), cheap ones first."""
PLAIN: tuple[Cut, ...] = (_similes, _tails(_SIMILE), _asides, adverbs)
"""Cuts that take away ornament alone."""
