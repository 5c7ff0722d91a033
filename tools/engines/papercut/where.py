"""Where a scene is: its setting from its words by weighed trigger phrases, or from what is likely to happen where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from tools.engines.papercut.lexicon import data, is_indoor, kinds, kinds_of_places, look_up, singulars
from tools.engines.papercut.phrase import describes, is_landscape, is_thing, match_at
from tools.engines.papercut.sentence import absent, adjectives, gathers, is_surely_verb, tokens, words

_LONGEST = 5
_SURE = 5.0
"""Weight added for words that can mean no other place."""
_NAMES = 3.0
"""Weight of words that name a place."""
_IS_KIND = 2.5
"""Weight of words for a kind of such a place, or for one of that kind by its own name."""
_BY_NAME = 0.9
"""Weight of a town's or a river's own name: any other sign of a place says more."""
_DESCRIBES = 1.5
"""Weight of a place's name that only describes a thing ("the kitchen table")."""
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
    led = [k for k, token in enumerate(near) if token in {"in", "inside", "aboard", "into", "on"}]
    return any("," not in near[k:] and near[k + 1 : k + 2] != ["front"] for k in led)


@cache
def _phrases(group: str) -> Mapping[str, list[tuple[str, float]]]:
    table: dict[str, list[tuple[str, float]]] = {}
    for name, row in data("places")[group].items():
        lists = [(row, 1.0)]
        if isinstance(row, Mapping):
            lists = [(row["strong"], _NAMES), (row["weak"], 1.0), (row.get("inside", []), _ONLY_WITHIN)]
            lists += [(row.get("sure", []), _SURE)]
        for phrases, weight in lists:
            for phrase in phrases:
                table.setdefault(phrase, []).append((name, weight))
    if group == "settings":
        known = set(table)
        for kind, said in kinds_of_places().items():
            name, _, how = kind.partition(" ")
            weight = {"within": _ONLY_WITHIN, "named": _BY_NAME}.get(how, _IS_KIND)
            for phrase in said:
                if phrase not in known:
                    table.setdefault(phrase, []).append((name, weight))
    return table


def _compound(toks: Sequence[str], i: int, table: Mapping[str, Any], any_thing: bool) -> int:
    """Length of a thing's name of several words that is no trigger itself: a snow leopard brings no snow."""
    named = toks[i] in words("merely_named")
    if named and i + 1 < len(toks) and (being := look_up((toks[i + 1],))) and being[0].person:
        return 1
    hit = match_at(toks, i) if any_thing or named else None
    if hit is None or hit[2] < 2 or any(form in table for form in _forms(toks, i, hit[2])):
        return 0
    return hit[2]


def scores_of(toks: Sequence[str], group: str) -> dict[str, float]:
    """Weight found for each name of a group; longer phrases are taken first, and words that are not really there not at all."""
    table, gone = _phrases(group), absent(toks)
    scores: dict[str, float] = {}
    i = 0
    seen: set[str] = set()
    while i < len(toks):
        n = _compound(toks, i, table, group == "settings")
        if n and (toks[i] in words("merely_named") or not any(said > 1 for _, said in table.get(toks[i], ()))):
            i += n
            continue
        for n in range(min(_LONGEST, len(toks) - i), 0, -1):
            hit = next((form for form in _forms(toks, i, n) if form in table), None)
            if n == 1 and group == "settings":
                hit = None if _is_done(toks, i) else hit or _sign(toks[i], table)
            if hit is not None and i not in gone and hit not in seen:
                seen.add(hit)
                for name, said in table[hit]:
                    weight = _place_weight(toks, (i, n), name, said) if group == "settings" else said
                    if weight:
                        scores[name] = scores.get(name, 0.0) + weight + 0.1 * (n - 1)
                i += n - 1
                break
        i += 1
    return scores


def _is_done(toks: Sequence[str], i: int) -> bool:
    """Whether a word that may name a place is done by somebody: "the window cleaner waves at her"."""
    before = look_up((toks[i - 1],)) if i and toks[i].endswith("s") else None
    being = before is not None and not before[1] and before[0].section in {"roles", "animals"}
    return being or is_surely_verb(toks, i)


def _sign(token: str, table: Mapping[str, list[tuple[str, float]]]) -> str | None:
    """The sign of a place that a word is a kind of: a cardiologist is a doctor."""
    entry = next((kinds()[form] for form in singulars(token) if form in kinds()), None)
    weak = entry is not None and all(said <= 1 and said != _ONLY_WITHIN for _, said in table.get(entry.name, ((", ", 9.0),)))
    return entry.name if entry is not None and weak else None


def _place_weight(toks: Sequence[str], at: tuple[int, int], name: str, said: float) -> float:
    """How much the n words at i say that the scene is there: less where they only describe, or are a part of another place."""
    i, n = at
    part = not is_indoor(name) and _names_place(toks, i + n + 1) and toks[i] not in words("yards")
    if said > _BY_NAME and _is_afar(toks, i):
        said = _BY_NAME
    if said > _BY_NAME and (whole := _whole_of(toks, i)):
        said = 0.0 if whole == "yard" and is_indoor(name) else _BY_NAME if whole == "people" else said
    passed = is_indoor(name) and bool(words("without_door") & set(toks[max(0, i - 3) : i]))
    passed = passed or (n == 1 and is_indoor(name) and _is_vehicle(toks, i + n))  # "the circus train"
    if passed or (toks[i + n : i + n + 1] == ["of"] and (gathers(toks[i]) or part)):
        return 0.0
    if said == _ONLY_WITHIN:
        after = toks[i + n] if i + n < len(toks) else "."
        line = describes(toks, i + n) or after in words("heads_flat") or gathers(after)
        within = _is_within(toks, i) and not line
        return _NAMES if within or _hosts(toks, i + n) else 0.0
    if said <= 1:
        return said / 2 if n == 1 and describes(toks, i + n) else said
    if said == _BY_NAME:
        return said
    if n == 1 and (describes(toks, i + n) or is_landscape(toks, i + n)):
        return _DESCRIBES * (2 if _is_entered(toks, i) else 1)
    return said + (3.0 if _is_entered(toks, i) or n > 2 else 0.0)


def _is_vehicle(toks: Sequence[str], i: int) -> bool:
    hit = match_at(toks, i)
    return hit is not None and hit[0].section == "vehicles"


def _is_afar(toks: Sequence[str], i: int) -> bool:
    """Whether what is at i is only seen from where the scene is: "far below, a river glitters"."""
    near = " ".join(token for token in toks[max(0, i - 6) : i] if token != ",")
    return any(f" {near}".endswith(f" {said} {article}".rstrip()) for said in words("afar") for article in ("a", "the", ""))


def _whole_of(toks: Sequence[str], i: int) -> str:
    """What the place at i has, where it is named for that: "yard" ("the courtyard of the mosque"), "people", nothing."""
    while i > 0 and (toks[i - 1] in words("determiners") or toks[i - 1] in adjectives()):
        i -= 1
    if i < 2 or toks[i - 1] != "of":
        return ""
    owned = look_up((toks[i - 2],))
    return "yard" if toks[i - 2] in words("yards") else "people" if owned and owned[0].person else ""


def _hosts(toks: Sequence[str], end: int) -> bool:
    """Whether those within a thing are named after it: "the submarine's crew"."""
    return list(toks[end : end + 1]) == ["'s"] and toks[min(end + 1, len(toks) - 1)] in data("places")["hosts"]["words"]


def _names_place(toks: Sequence[str], i: int) -> bool:
    """Whether a place is named at i, after its article and adjectives."""
    while i < len(toks) and (toks[i] in words("determiners") or toks[i] in adjectives()):
        i += 1
    named = {said for form in _forms(toks, i, 1) for _, said in _phrases("settings").get(form, ())} if i < len(toks) else set()
    return any(said > 1 for said in named)


def best_of(scores: Mapping[str, float], default: str) -> str:
    """The name of the greatest weight; `default` where there is none."""
    return max(scores, key=lambda name: scores[name]) if scores else default


_WATERY = frozenset(
    {"sea", "river", "harbour", "beach", "cliff", "underwater", "deepsea", "snowfield", "lake", "island", "swamp", "waterfall"}
    | {"deck"}
)
"""Settings that have water for what floats."""
_ROOM_HIGH = 2.5
"""Metres above which a plant or a building is out of doors."""
_STRONG = 3.0
"""Score of a setting that the words name: a lamp room is not just any room."""
_NAMED = 2.0
"""Score of a setting that the words name, rather than suggest."""


def setting_of(toks: Sequence[str], places: Sequence[str], prompt: Sequence[str] = ()) -> str:
    """The setting that the scene's words name or suggest, else the shot's; else what the subjects ask for; else a meadow."""
    slug = slug_of(toks)
    outside = _is_outside(toks)
    told = (_possible(scores_of(said, "settings"), slug, outside) for said in (slug, toks, prompt))
    scores = next((scores for scores in told if scores), {})
    if scores:
        if any(score >= _STRONG and is_indoor(name) for name, score in scores.items() if name != "room"):
            scores.pop("room", None)
        best = _passed(toks, _yielding(best_of(scores, "meadow"), scores), scores)
        if "water" in set(places) and scores[best] < _NAMED and best not in _WATERY and not is_indoor(best):
            wet = {name: score for name, score in scores.items() if name in _WATERY}
            return best_of(wet, "river" if best in ("forest", "meadow", "mountain", "field", "village", "road") else "sea")
        return best
    return _untold(toks, set(places), slug, outside or slug[:1] == ["at"])


def _possible(scores: dict[str, float], slug: Sequence[str], outside: bool) -> dict[str, float]:
    """The places that a slug line's INT. or EXT. allows, or where things are that no room holds."""
    if slug:
        kept = data("places")["roofed"]["settings"] if slug[0] == "in" else ()
        return {name: score for name, score in scores.items() if is_indoor(name) == (slug[0] == "in") or name in kept}
    return {name: score for name, score in scores.items() if not outside or score >= _STRONG or not is_indoor(name)}


def _untold(toks: Sequence[str], places: set[str], slug: Sequence[str], outside: bool) -> str:
    """The setting of a scene that names none: what is likely to happen where, within what its things stand on."""
    from tools.engines.papercut.likely import likeliest

    if "under" in places and slug[:1] != ["in"]:
        return "underwater"
    every: Sequence[str] = list(data("places")["settings"])
    if slug[:1] == ["in"] or ("floor" in places and not outside and not {"water", "sky"} & places):
        among, otherwise = [name for name in every if is_indoor(name)], "room"
    elif "water" in places:
        among, otherwise = [name for name in every if name in _WATERY], "sea"
    else:
        among = [name for name in every if not (outside and is_indoor(name))]
        otherwise = _town(toks) or "meadow" if outside or "sky" not in places else "space"
    return likeliest(" ".join(toks), among) or otherwise


def _town(toks: Sequence[str]) -> str:
    """The part of a town that a building shows where nothing else says where the scene is; empty for none."""
    hits = [match_at(toks, i) for i in range(len(toks))]
    named = {hit[0].name for hit in hits if hit and hit[0].section == "buildings"}
    return next((place for place, signs in data("places")["town"].items() if named & set(signs)), "")


def _is_outside(toks: Sequence[str]) -> bool:
    """Whether something is named that no room holds: a tree, a house."""
    gone = absent(toks)
    hits = ((i, hit) for i in range(len(toks)) if i not in gone and (hit := match_at(toks, i)))
    return "outside" not in toks and any(
        entry.section in {"plants", "buildings"} and entry.metres > _ROOM_HIGH and is_thing(entry, toks, i, n)
        for i, (entry, _, n) in hits
    )


def slug_of(toks: Sequence[str]) -> list[str]:
    """A screenplay's slug line as a phrase: "INT. NIGHT TRAIN - ..." is "in night train"; empty where there is none."""
    for i, token in enumerate(toks[:-2]):
        if token in {"int", "ext"} and toks[i + 1] in {".", ":"} and (i == 0 or toks[i - 1] in {".", ":"}):
            end = next((k for k in range(i + 2, len(toks)) if toks[k] in ".:;"), len(toks))
            return [{"int": "in", "ext": "at"}[token], *toks[i + 2 : end]]
    return []


def _yielding(best: str, scores: Mapping[str, float]) -> str:
    """The place that is best, or a more telling one where that is but a road, a plain, a ridge: two signs of it are enough."""
    yields: Sequence[str] = data("places")["yields"].get(best, ())
    others = {name: scores[name] for name in yields if scores.get(name, 0.0) >= _NAMED}
    return best_of(others, best)


def _passed(toks: Sequence[str], best: str, scores: Mapping[str, float]) -> str:
    """The house that a corridor or a waiting room is in, where there is any sign of it."""
    passage: Mapping[str, Sequence[str]] = data("places")["passages"]
    if best != "room" or not set(passage["words"]) & set(toks):
        return best
    return best_of({name: scores[name] for name in passage["of"] if name in scores}, best)


def peopled(text: str) -> str:
    """The text with its crowd said in so many words where a place is called crowded: "a busy market" has people in it."""
    toks = tokens(text)
    named = {phrase for row in data("places")["settings"].values() for phrase in row["strong"]}
    for i, token in enumerate(toks[:-1]):
        places = toks[i + 1 : i + 3]
        if token in words("crowded") and "crowd" not in toks and any(form in named for t in places for form in singulars(t)):
            return f"{text.rstrip(' .')}, a crowd of people."
    return text
