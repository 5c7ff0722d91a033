"""How much: numbers with their units become marks, so that what is left over are scenes."""

from __future__ import annotations

import re

from agent.director.marks import Mark, Marked

_NUMBER = r"(?P<sign>[-+]|minus |plus )?(?P<number>\d+(?:[.,]\d+)?)"
_SHAPES: tuple[tuple[str, str, float], ...] = (
    (rf"{_NUMBER}\s*(?:percent|%|per cent)(?: points?)?", "%", 1),
    (rf"{_NUMBER}\s*(?:db|decibels?|dbs|lufs)\b", "db", 1),
    (rf"{_NUMBER}\s*(?:bpm|beats (?:per|a) minute|beats)\b", "bpm", 1),
    (r"(?<=\btempo )(?P<number>\d{2,3})(?![\w:])", "bpm", 1),
    (rf"{_NUMBER}\s*(?:fps|frames (?:per|a) second|frames)\b", "fps", 1),
    (r"(?P<number>\d+)\s*(?:min|minutes?|m)\s*(?:and\s*)?(?P<more>\d+)\s*(?:s|secs?|seconds?)?\b", "ms", 1),
    (r"(?P<number>\d{1,2}):(?P<more>[0-5]\d)(?:\s*(?:minutes?|min))?\b", "ms", 1),
    (r"(?:(?P<number>\d+|a|one) )(?:minutes? and a half|and a half minutes?)\b", "halfmin", 1),
    (r"half a minute\b", "30s", 1),
    (r"(?:half a second|a half second)\b", "0.5s", 1),
    (r"(?:a quarter of a minute)\b", "15s", 1),
    (rf"{_NUMBER}(?:\s*-\s*|\s*)(?:minutes?|mins?)\b(?: long)?", "s", 60),
    (r"\b(?:a|one) (?:full |whole )?minute\b(?: long)?", "60s", 1),
    (r"\b(?:a|one) second and a half\b", "1.5s", 1),
    (r"\b(?:a|one)(?: full| whole| more)? second\b(?! (?:voice|narrator|scene|shot|time|thought|look|one))", "1s", 1),
    (r"\ba couple of seconds\b|\ba few seconds\b", "2s", 1),
    (rf"{_NUMBER}(?:\s*-\s*|\s*)(?:more |extra |full )?(?:seconds?|secs?|s)\b(?: long)?", "s", 1),
    (rf"{_NUMBER}\s*(?:x\b|times\b(?! (?:darker|brighter|in)))", "x", 1),
    (r"\bversions? (?:no\.? |number )?#?(?P<number>\d+)\b", "version", 1),
    (r"\bv(?P<number>\d+)\b", "version", 1),
    (r"(?P<number>\d+) (?:steps?|versions?|edits?|changes|times)\b(?: back| ago)?", "step", 1),
    (r"(?:by|of|exactly) (?P<sign>[-+])?(?P<number>\d*\.\d+)", "", 1),
    (r"(?P<sign>[-+])(?P<number>\d+(?:\.\d+)?)(?![\w:])", "", 1),
    (r"(?P<number>\d*\.\d+)(?![\w:])", "", 1),
    (r"(?:\bto|\bat|=) ?(?P<number>0|1)(?![\w:.])(?! ?(?:,|&|and|or) ?\d)", "level", 1),
)  # fmt: skip
_PATH = re.compile(
    (
        r"(?:\b(?:to|into|in|under|on)\s+)(?:my |the )?(?:folder |directory )?(?P<path>(?:~|"
        r"\.{1,2}/|/|[A-Za-z]:\\)[^\s,;]*|(?:desktop|downloads|documents|usb stick)(?: folder)?\b)"
    ),
    re.IGNORECASE,
)
_SHOT = re.compile(
    (
        r"\b(?:the )?(?:(?P<order>first|second|third|fourth|last|1st|2nd|3rd|final|opening|"
        r"closing) shot|shot (?:number |no\.? ?|#)?(?P<number>\d+))\b(?! (?:in|of) the (?:film|"
        r"movie))"
    ),
    re.IGNORECASE,
)
_SHOT_OF = re.compile(r"\bshot\b.*\b(?:of|in|from|for)\b|\b(?:of|in|from|for)\b.*\bshot\b|\bscene\b", re.IGNORECASE)
_ORDERS = {
    "first": 1,
    "opening": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "last": -1,
    "final": -1,
    "closing": -1,
}
_PARTS = re.compile(
    (
        r"\b(?P<verb>(?:split|divide|cut|break|chop|separate|turn)\b.{0,60}?) in(?:to)? (?:2|two|"
        r"halves)\b(?: (?:parts|halves|pieces|scenes|separate scenes))?"
    ),
    re.IGNORECASE,
)
_ASPECT = re.compile(r"\b(16|9|1|4|21)\s?[:x×/]\s?(9|16|1|5|3)\b")
_PATTERNS = tuple((re.compile(rf"(?<![\w.⟦])(?:{shape})", re.IGNORECASE), unit, scale) for shape, unit, scale in _SHAPES)


def mark_quantities(marked: Marked) -> None:
    """Put marks where quantities stand: seconds, %, dB, bpm, frames a second, times, versions, steps, and bare decimals."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(f"{match[1]}:{match[2]}")
        return f"⟪{chr(97 + len(kept) - 1)}⟫"

    marked.text = _ASPECT.sub(keep, marked.text)
    marked.replace(_PATH, lambda m: Mark("n", m[0], name=m["path"], unit="path"))
    marked.text = _PARTS.sub(lambda m: f"{m['verb']} in two", marked.text)
    if _SHOT_OF.search(marked.text):
        marked.replace(_SHOT, lambda m: Mark("n", m[0], value=int(m["number"] or _ORDERS[m["order"].lower()]), unit="shot"))
    for pattern, unit, scale in _PATTERNS:
        marked.replace(pattern, lambda m, unit=unit, scale=scale: _mark(m, unit, scale))  # type: ignore[misc]
    for place, shape in enumerate(kept):
        marked.text = marked.text.replace(f"⟪{chr(97 + place)}⟫", shape)


def _mark(match: re.Match[str], unit: str, scale: float) -> Mark | None:
    groups = match.groupdict()
    number = groups.get("number")
    if unit == "ms":
        return Mark("n", match[0].strip(), value=int(groups["number"]) * 60 + int(groups["more"]), unit="s")
    if unit == "halfmin":
        return Mark("n", match[0].strip(), value=60 * (int(number) if number and number.isdigit() else 1) + 30, unit="s")
    if number is None:
        return Mark("n", match[0].strip(), value=float(unit[:-1]), unit="s")
    value = float(number.replace(",", ".")) * scale
    sign = (groups.get("sign") or "").strip().lower()
    if sign in ("-", "minus"):
        value = -value
    raw = match[0].strip()
    return Mark("n", raw, value=value, unit=unit, name=sign)
