"""Where and when a scene is: setting, hour, weather and season from its words, each by weighed trigger phrases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tools.engines.papercut.finding import match_at
from tools.engines.papercut.lexicon import data, singulars
from tools.engines.papercut.sentence import absent, tokens, words

_LONGEST = 5
_SURE = 5.0
"""Weight added for words that can mean no other place."""
_ONLY_WITHIN = 0.0
"""Weight of words that name a place only for who is in it."""


def _forms(toks: Sequence[str], i: int, n: int) -> Iterable[str]:
    *first, last = toks[i : i + n]
    return (" ".join((*first, form)) for form in singulars(last))


def _is_entered(toks: Sequence[str], i: int) -> bool:
    near = list(toks[max(0, i - 4) : i])
    for k, token in enumerate(near):
        if token in words("into") and "," not in near[k:]:
            before = toks[max(0, i - len(near) + k - 1)] if i - len(near) + k > 0 else ""
            return not (token in {"at", "over", "across", "through", "on"} and before in words("gaze"))
    return False


def _is_within(toks: Sequence[str], i: int) -> bool:
    near = list(toks[max(0, i - 3) : i])
    return any(token in {"in", "inside", "aboard", "into", "on"} and "," not in near[k:] for k, token in enumerate(near))


def _phrases(group: str) -> dict[str, list[tuple[str, float]]]:
    table: dict[str, list[tuple[str, float]]] = {}
    for name, row in data("places")[group].items():
        lists = [(row, 1.0)]
        if isinstance(row, Mapping):
            lists = [(row["strong"], 3.0), (row["weak"], 1.0), (row.get("inside", []), _ONLY_WITHIN)]
            lists += [(row.get("sure", []), _SURE)]
        for phrases, weight in lists:
            for phrase in phrases:
                table.setdefault(phrase, []).append((name, weight))
    return table


def _compound(toks: Sequence[str], i: int, table: Mapping[str, Any]) -> int:
    """Length of a thing's name of several words that is no trigger itself: a snow leopard brings no snow."""
    hit = match_at(toks, i) if toks[i] in words("merely_named") else None
    if hit is None or hit[2] < 2 or any(form in table for form in _forms(toks, i, hit[2])):
        return 0
    return hit[2]


def _scores(toks: Sequence[str], group: str, entered: bool = False) -> dict[str, float]:
    """Weight found for each name of a group; longer phrases are taken first, and words that are not really there not at all."""
    table, gone = _phrases(group), absent(toks)
    scores: dict[str, float] = {}
    i = 0
    while i < len(toks):
        if n := _compound(toks, i, table):
            i += n
            continue
        for n in range(min(_LONGEST, len(toks) - i), 0, -1):
            hit = next((form for form in _forms(toks, i, n) if form in table), None)
            if hit is not None and i not in gone:
                for name, said in table[hit]:
                    if said == _ONLY_WITHIN and not _is_within(toks, i):
                        continue
                    weight = said or 3.0
                    boost = 3.0 if entered and weight > 1 and (_is_entered(toks, i) or n > 2) else 0.0
                    scores[name] = scores.get(name, 0.0) + weight + boost + 0.1 * (n - 1)
                i += n - 1
                break
        i += 1
    return scores


def _best(scores: Mapping[str, float], default: str) -> str:
    return max(scores, key=lambda name: scores[name]) if scores else default


def is_indoor(setting: str) -> bool:
    """Whether things of this setting stand on a floor, between walls."""
    row: Mapping[str, Any] = data("places")["settings"].get(setting, {})
    return bool(row.get("indoor", False))


_WATERY = frozenset(
    {"sea", "river", "harbour", "beach", "cliff", "underwater", "deepsea", "snowfield", "lake", "island", "swamp", "waterfall"}
    | {"deck"}
)
"""Settings that have water for what floats."""
_STRONG = 3.0
"""Score of a setting that the words name: a lamp room is not just any room."""
_NAMED = 2.0
"""Score of a setting that the words name, rather than suggest."""


def like(setting: str) -> str:
    """The setting whose rules for standing and swimming this one keeps: its own, or those of the one it is like."""
    row: Mapping[str, Any] = data("places")["settings"].get(setting, {})
    return str(row.get("like", setting))


def shown(setting: str) -> frozenset[str]:
    """Things that a setting shows by itself."""
    row: Mapping[str, Any] = data("places")["settings"].get(setting, {})
    return frozenset(row.get("shows", ()))


def setting_of(toks: Sequence[str], places: Sequence[str], prompt: Sequence[str] = ()) -> str:
    """The setting that the scene's words name or suggest, else the shot's; else what the subjects ask for; else a meadow."""
    scores = _scores(toks, "settings", entered=True) or _scores(prompt, "settings", entered=True)
    if scores:
        if any(score >= _STRONG and is_indoor(name) for name, score in scores.items() if name != "room"):
            scores.pop("room", None)
        best = _best(scores, "meadow")
        if "water" in set(places) and scores[best] < _NAMED and best not in _WATERY and not is_indoor(best):
            wet = {name: score for name, score in scores.items() if name in _WATERY}
            return _best(wet, "river" if best in ("forest", "meadow", "mountain", "field", "village", "road") else "sea")
        return best
    there = set(places)
    for place, setting in (("under", "underwater"), ("water", "sea"), ("sky", "space"), ("floor", "room")):
        if place in there:
            return setting
    return "meadow"


def peopled(text: str) -> str:
    """The text with its crowd said in so many words where a place is called crowded: "a busy market" has people in it."""
    toks = tokens(text)
    named = {phrase for row in data("places")["settings"].values() for phrase in row["strong"]}
    for i, token in enumerate(toks[:-1]):
        places = toks[i + 1 : i + 3]
        if token in words("crowded") and "crowd" not in toks and any(form in named for t in places for form in singulars(t)):
            return f"{text.rstrip(' .')}, a crowd of people."
    return text


def time_of(toks: Sequence[str], mood: Sequence[str], setting: str) -> str:
    """The hour: what the words say, else what the place or the mood asks for, else day."""
    scores = {k: v * (0.5 if k == "day" else 1.0) for k, v in _scores(toks, "times").items()}
    for hour, weight in _scores(toks, "hints").items():
        scores[hour] = scores.get(hour, 0.0) + 0.3 * min(weight, 2.0)
    if setting == "space":
        return "night"
    return _best(scores or _scores(mood, "moods"), "day")


def weather_of(toks: Sequence[str], time: str, indoor: bool) -> str:
    """The weather that the words name; a night without weather is starry, a day without weather clear."""
    scores = _scores(toks, "weather")
    named: list[str] = [name for name in data("places")["weather"] if name in scores]
    if named:
        return named[0]
    return "starry" if time == "night" and not indoor else "clear"


def season_of(toks: Sequence[str], setting: str) -> str:
    """The season that the words name or show; summer when they do not."""
    return _best(_scores(toks, "seasons"), "winter" if setting == "snowfield" else "summer")
