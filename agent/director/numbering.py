"""Scene numbers in lists and ranges, read and spelled."""

from __future__ import annotations

import re

NUM = r"\d{1,4}"


SEP = r"\s*(?:,\s*(?:and\s+|or\s+)?|\band\b|&|\+|\bplus\b|\bor\b|\bas well as\b|/)\s*"


TO = r"\s*(?:-|\bto\b|\bthrough\b|\buntil\b|\bup to\b|\btill\b|\.\.\.?)\s*"


def numbers_in(text: str) -> list[int]:
    """The numbers of a list such as "1, 3 and 5-7"."""
    found: list[int] = []
    for match in re.finditer(rf"({NUM})(?:{TO}(?:scenes?\s*)?#?({NUM}))?", text):
        first, last = int(match[1]), int(match[2] or match[1])
        if abs(last - first) > 500:
            last = first
        found += range(first, last + 1) if first <= last else range(first, last - 1, -1)
    return list(dict.fromkeys(found))


def spelled(numbers: list[int], count: int) -> str:
    """Scenes as find_scenes is given them: "3", "2, 4 and 5", "all"."""
    if count > 1 and sorted(numbers) == list(range(1, count + 1)):
        return "all"
    words = [str(n) for n in numbers]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
