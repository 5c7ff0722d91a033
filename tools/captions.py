"""Captions: spoken words become cues that are broken for reading, and cues become SRT, WebVTT and ASS text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from memory.tables import read_table

LINES = 2
LONGEST, SHORTEST = 6.0, 1.0
"""Seconds that a cue may and should be seen (a single word held longer in speech is the exception)."""
GAP = 2
"""Frames between one cue and the next."""
PER_SECOND = 20
"""Signs that a reader takes in a second."""
FOOT, HIGH = 0.08, 0.21
"""Share of the picture below captions that are painted in: as a rule, and where an app writes over the foot of the picture."""
LINGER = 0.6
"""Seconds that a cue stays after its last word, where nothing follows."""


@dataclass(frozen=True)
class Cue:
    """One caption: when it is seen (seconds on the film's clock) and its lines."""

    start: float
    end: float
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class _Word:
    text: str
    start: float
    end: float
    ends_sentence: bool = False


def cues(words_by_scene: Sequence[tuple[float, Mapping[str, Any]]], fps: float = 30, line: int = 42) -> tuple[Cue, ...]:
    """Cues for the whole film from each scene's offset in seconds and its speech take's data.

    At most two lines of `line` signs, 1 to 6 seconds where the speech allows, at least two frames apart, on whole frames
    of `fps`, never across scenes, and across sentences only to keep very short ones together.
    """
    found: list[tuple[float, float, tuple[str, ...]]] = []
    for offset, data in words_by_scene:
        words = [part for word in _scene_words(offset, data) for part in _cut(word, line)]
        for group in _groups(words, line):
            found.append((group[0].start, group[-1].end, break_lines([word.text for word in group], line) or ()))
    return tuple(_on_clock(found, fps))


def line_length(width: int, height: int) -> int:
    """Signs on a line that can be read in a frame of that shape: 42 in landscape, fewer the narrower it is."""
    return max(20, min(42, round(42 * width / height / 1.35)))


def _scene_words(offset: float, data: Mapping[str, Any]) -> list[_Word]:
    """A scene's words on the film's clock; where only sentences are timed, their words share the time by length."""
    timed = list(data.get("words") or [])
    words: list[_Word] = []
    at = 0
    for sentence in data.get("sentences") or []:
        mine = []
        while at < len(timed) and (timed[at]["start"] + timed[at]["end"]) / 2 <= sentence["end"] + 1e-3:
            mine.append(_Word(str(timed[at]["text"]), timed[at]["start"] + offset, timed[at]["end"] + offset))
            at += 1
        mine = mine or _by_length(str(sentence["text"]), sentence["start"] + offset, sentence["end"] + offset)
        if mine:
            words += [*mine[:-1], _Word(mine[-1].text, mine[-1].start, mine[-1].end, ends_sentence=True)]
    rest = [_Word(str(word["text"]), word["start"] + offset, word["end"] + offset) for word in timed[at:]]
    return [_Word(_plain(word.text), word.start, word.end, word.ends_sentence) for word in words + rest if word.text.strip()]


def _by_length(text: str, start: float, end: float) -> list[_Word]:
    words = text.split()
    total, at, timed = sum(map(len, words)), 0, []
    for word in words:
        timed.append(_Word(word, start + (end - start) * at / total, start + (end - start) * (at + len(word)) / total))
        at += len(word)
    return timed


def _plain(text: str) -> str:
    """Signs that are commands to a subtitle player become their harmless likenesses."""
    text = " ".join(text.split()).translate(str.maketrans("{}\\<>", "()/‹›"))
    return re.sub(r"&(?=#?\w+;)", "＆", text)


def _cut(word: _Word, line: int) -> list[_Word]:
    """A word longer than a line (an address) in pieces that fit, sharing its time."""
    if len(word.text) <= line:
        return [word]
    pieces = re.findall(rf".{{1,{line - 1}}}[/.?&=_-]|.{{1,{line}}}", word.text)
    parts = _by_length(" ".join(piece.replace(" ", " ") for piece in pieces), word.start, word.end)
    return [*parts[:-1], _Word(parts[-1].text, parts[-1].start, parts[-1].end, word.ends_sentence)]


def _groups(words: Sequence[_Word], line: int) -> list[list[_Word]]:
    """The words of a scene in cues: the division of least cost (dynamic programming over where cues end)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            group = words[start:end]
            if start < end - 1 and (len(" ".join(w.text for w in group)) > LINES * line + 1 or _seen(group) > LONGEST):
                break
            cost = _cost(group, words[end] if end < len(words) else None, line)
            if cost is not None:
                options.append((best[start][0] + cost, start))
        best.append(min(options))
    groups: list[list[_Word]] = []
    end = len(words)
    while end:
        start = best[end][1]
        groups.insert(0, list(words[start:end]))
        end = start
    return groups


def _seen(group: Sequence[_Word]) -> float:
    return group[-1].end - group[0].start


def _cost(group: Sequence[_Word], following: _Word | None, line: int) -> float | None:
    """How badly a cue reads, with the break that ends it; None when it does not fit its lines."""
    texts = [word.text for word in group]
    lines = _best_break(texts, line)
    if lines is None:
        return None
    until = following.start if following else group[-1].end + LINGER
    time = max(min(until, group[-1].end + LINGER) - group[0].start, 0.05)
    cost = 6.0 + 0.6 * lines[0]
    cost += 40 * max(0.0, SHORTEST - time)
    cost += 3 * max(0.0, len(" ".join(texts)) / time - PER_SECOND)
    cost += {1: 25, 2: 8}.get(len(group), 0) if following and not group[-1].ends_sentence else 0
    cost += {1: 12, 2: 4}.get(len(group), 0)
    cost += sum(_crossing(group, i) for i, word in enumerate(group[:-1]) if word.ends_sentence)
    return cost + (_break_cost(group[-1], following) if following else 0)


def _crossing(group: Sequence[_Word], i: int) -> float:
    """Cost of holding two sentences in one cue at word i: little when one of them is very short."""
    before = next((j + 1 for j in range(i - 1, -1, -1) if group[j].ends_sentence), 0)
    after = next((j for j in range(i + 1, len(group)) if group[j].ends_sentence), len(group) - 1)
    shorter = min(_seen(group[before : i + 1]), _seen(group[i + 1 : after + 1]))
    whole = group[after].ends_sentence
    longer = max(_seen(group[before : i + 1]), _seen(group[i + 1 : after + 1]))
    return ((6 if longer < 2 else 16) if shorter < 0.9 and whole else 60) + 20 * max(
        0.0, group[i + 1].start - group[i].end - 0.5
    )


def _break_cost(word: _Word, following: _Word) -> float:
    """How badly a cue ends between two words; a pause in the speech makes it better."""
    pause = min(max(following.start - word.end, 0.0), 0.4)
    return 0.0 if word.ends_sentence else max(break_cost(word.text, following.text) - 15 * pause, 0.0)


def break_cost(word: str, following: str) -> float:
    """How badly a line ends between two words: 0 after a sentence, 30 between "the" and its noun."""
    tables = _tables()
    bare, sign = word.rstrip("\"'”’)»"), word.rstrip("\"'”’)» ")[-1:]
    if sign in ".!?…" and not re.fullmatch(r"(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Prof)\.", bare):
        return 0.0
    if sign in ";:,—–":
        return 2.0 if sign == "," else 1.0
    if bare.strip("\"'“‘(.").lower() in tables["weak"]:
        return 30.0
    if following.strip("\"'“‘(").lower() in tables["opening"]:
        return 5.0
    name = bare[:1].isupper() and following[:1].isupper()
    return 24.0 if name or bare[-1:].isdigit() else 12.0


def break_lines(words: Sequence[str], line: int) -> tuple[str, ...] | None:
    """The words on one line, or on two broken at the best place; None when they do not fit."""
    best = _best_break(words, line)
    return best[1] if best else None


def _best_break(words: Sequence[str], line: int) -> tuple[float, tuple[str, ...]] | None:
    """The lines with what their break costs."""
    whole = " ".join(words)
    if len(whole) <= line:
        return 0.0, (whole,)
    best: tuple[float, tuple[str, ...]] | None = None
    for i in range(1, len(words)):
        upper, lower = " ".join(words[:i]), " ".join(words[i:])
        if len(upper) > line or len(lower) > line:
            continue
        uneven = abs(len(upper) - len(lower)) / line
        lonely = 10 if i in (1, len(words) - 1) and len(words) > 3 else 0
        cost = break_cost(words[i - 1], words[i]) + 14 * uneven + (2 if len(upper) > len(lower) else 0) + lonely
        if best is None or cost < best[0]:
            best = (cost, (upper, lower))
    return best


def _on_clock(found: Sequence[tuple[float, float, tuple[str, ...]]], fps: float) -> list[Cue]:
    """Cues on whole frames: they stay for reading, leave before the next one comes, and close small holes."""
    timed: list[Cue] = []
    floor = 0
    for i, (start, end, lines) in enumerate(found):
        first = max(int(start * fps + 1e-6), floor)
        latest = int(found[i + 1][0] * fps + 1e-6) - GAP if i + 1 < len(found) else int((end + LINGER) * fps)
        wanted = max(end + LINGER / 2, start + max(SHORTEST, len(" ".join(lines)) / PER_SECOND))
        last = min(int(wanted * fps + 0.999), int((start + LONGEST) * fps) if end - start <= LONGEST else int(end * fps))
        if i + 1 < len(found) and last < latest <= last + fps * 0.4 and latest - first <= LONGEST * fps:
            last = latest
        last = max(min(last, latest) if i + 1 < len(found) else last, first + 1)
        timed.append(Cue(first / fps, last / fps, lines))
        floor = last + GAP
    return timed


@cache
def _tables() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_table(Path(__file__).with_suffix(".toml")).items()}


def overlaps(timed: Sequence[Cue]) -> bool:
    """Whether any cue is still seen when the next one comes."""
    return any(before.end > after.start for before, after in pairwise(timed))


def to_srt(timed: Sequence[Cue]) -> str:
    """The cues as SubRip text."""
    return _file(timed).to_string("srt") if timed else ""


def to_vtt(timed: Sequence[Cue]) -> str:
    """The cues as WebVTT text."""
    return _file(timed).to_string("vtt") if timed else "WEBVTT\n"


def to_ass(timed: Sequence[Cue], width: int, height: int, font: str, foot: float = FOOT) -> str:
    """The cues as ASS text to burn in: inside 5 % at the sides and `foot` below, white with a soft dark outline.

    `font` is a family name that the renderer can find; the size follows the frame's height, or its width where it is narrow.
    """
    import pysubs2

    size = min(0.052 * height, 0.9 * width / (0.52 * line_length(width, height)))
    file = _file(timed)
    file.info |= {"PlayResX": str(width), "PlayResY": str(height), "WrapStyle": "0", "ScaledBorderAndShadow": "yes"}
    file.styles["Default"] = pysubs2.SSAStyle(
        fontname=font, fontsize=round(size, 1), bold=True, primarycolor=pysubs2.Color(250, 248, 242, 0),
        outlinecolor=pysubs2.Color(12, 14, 20, 70), backcolor=pysubs2.Color(0, 0, 0, 150), borderstyle=1,
        outline=round(size * 0.085, 2), shadow=round(size * 0.03, 2), alignment=pysubs2.Alignment.BOTTOM_CENTER,
        marginl=round(width * 0.05), marginr=round(width * 0.05), marginv=round(height * foot),
    )  # fmt: skip
    for event in file:
        event.text = rf"{{\blur{size * 0.06:.1f}}}" + event.text
    return str(file.to_string("ass"))


def _file(timed: Sequence[Cue]) -> Any:
    import pysubs2

    file = pysubs2.SSAFile()
    for cue in timed:
        file.append(pysubs2.SSAEvent(round(cue.start * 1000), round(cue.end * 1000), r"\N".join(cue.lines)))
    return file
