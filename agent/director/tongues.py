"""Other languages: the commonest German, French, Spanish and Chinese edits, turned by tables into the English that is read."""

from __future__ import annotations

import re
from functools import cache

from agent.director.marks import Mark, Marked
from agent.director.text import known_words
from agent.director.words import table

TONGUES = ("german", "french", "spanish")
_HAN = re.compile(r"[㐀-鿿]")
_TOKEN = re.compile(r"⟦\w\d+⟧|[^\W\d_]+(?:['-][^\W\d_]+)*'?|\d+(?:[.,:]\d+)*|[^\w\s]")
_CHINESE_SCENE = re.compile(r"第\s*([一二三四五六七八九十\d]+)\s*(?:个)?\s*(?:场景|场戏|场|幕|段|镜头)?(?:的)?")
_CHINESE_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def tongue_of(text: str) -> str:
    """Which table reads a text best: "english", "german", "french", "spanish", "chinese", or "unknown"."""
    if len(_HAN.findall(text)) * 2 >= len(re.findall(r"[^\W\d_]", text)) > 0:
        return "chinese"
    words = [word.lower() for word in re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", re.sub(r"⟦\w\d+⟧", " ", text))]
    english = sum(1 for word in words if word in _english())
    scores = {tongue: sum(1 for word in words if word in _single(tongue)) for tongue in TONGUES}
    best = max(scores, key=lambda tongue: scores[tongue])
    if scores[best] > english:
        return best
    foreign = [word for word in words if not word.isascii()]
    return "unknown" if words and len(foreign) * 2 > len(words) and english * 2 < len(words) else "english"


@cache
def _english() -> frozenset[str]:
    return known_words() - frozenset({"die", "son", "en", "la", "de"})


@cache
def _single(tongue: str) -> frozenset[str]:
    return frozenset(part for phrase in table(tongue)["words"] for part in phrase.split() if part)


@cache
def _longest(tongue: str) -> tuple[dict[tuple[str, ...], str], int]:
    phrases = {tuple(_TOKEN.findall(phrase)): reading for phrase, reading in table(tongue)["words"].items()}
    return phrases, max(map(len, phrases))


@cache
def _taken(tongue: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(one["says"], re.IGNORECASE), one["reads"]) for one in table(tongue).get("taken", ()))


def take_words(marked: Marked, tongue: str) -> None:
    """Mark words that are taken as they stand (titles, what a new scene is about), with the English that announces them."""
    for shape, reads in _taken(tongue):
        found = shape.search(marked.text)
        if not found or not (words := found["words"].strip(" .,:;!。")):
            continue
        mark = words if re.fullmatch(r"⟦q\d+⟧", words) else marked.put(Mark("p", words))
        text = reads.replace("<words>", mark)
        for name in ("place", "then"):
            text = text.replace(f"<{name}>", found.groupdict().get(name) or "")
        marked.text = f"{marked.text[: found.start()]} {text}".strip()
        return


def to_english(text: str, tongue: str) -> str:
    """The text with every phrase that the tongue's table knows in English; what it does not know stays."""
    if tongue == "chinese":
        return _from_chinese(text)
    if tongue == "french":
        text = re.sub(r"\b([ldnLDN])'(?=\w)", r"\1' ", text)
    phrases, most = _longest(tongue)
    tokens = _TOKEN.findall(text)
    lower, out, at = [token.lower() for token in tokens], [], 0
    while at < len(tokens):
        for size in range(min(most, len(tokens) - at), 0, -1):
            reading = phrases.get(tuple(lower[at : at + size]))
            if reading is not None:
                out.append(reading)
                at += size
                break
        else:
            out.append(tokens[at])
            at += 1
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join(filter(None, out)))


def _from_chinese(text: str) -> str:
    text = _CHINESE_SCENE.sub(lambda m: f" scene {_chinese_number(m[1])} ", text)
    text = re.sub(r"场景\s*([一二三四五六七八九十\d]+)", lambda m: f" scene {_chinese_number(m[1])} ", text)
    text = re.sub(r"([一二三四五六七八九十两]+)(?=\s*(?:秒|分钟|个场景))", lambda m: str(_chinese_number(m[1])), text)
    for phrase in sorted(table("chinese")["words"], key=len, reverse=True):
        text = text.replace(phrase, table("chinese")["words"][phrase])
    text = re.sub(r"[，、]", ", ", text)
    return re.sub(r"\s+", " ", text.replace("。", ". ").replace("？", "?").replace("！", "!")).strip()


def _chinese_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _CHINESE_DIGITS.get(tens, 1) * 10 + _CHINESE_DIGITS.get(ones, 0)
    return _CHINESE_DIGITS.get(text[:1], 0)
