"""Written English made ready for a voice: sentences, and readings for what a voice's own rules get wrong.

Plain numbers, years, ordinals, dollars, clock times and dates are left as they are: voices read those themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from memory.tables import read_table

ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
KEPT_SIGNS = frozenset("°©™®§¶±×÷½¼¾²³µ€£$¥₹₩¢₽₿%‰№&@#+=<>~^|/→←•")
"""Signs that are neither letters nor punctuation and still have a reading; other pictures (emoji, ornaments) fall silent."""
OPENING = "\"'“‘(«[—"
CLOSING = "\"'”’)»]"


@dataclass(frozen=True)
class Sentence:
    """One sentence: as written (for captions), as a voice should be given it, and whether a paragraph ends with it."""

    text: str
    spoken: str
    ends_paragraph: bool = False


@cache
def tables() -> dict[str, Any]:
    """The word tables of spoken.toml."""
    return read_table(Path(__file__).with_name("spoken.toml"))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that hold something to say; blank lines part paragraphs, single line ends are spaces."""
    found: list[Sentence] = []
    for paragraph in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        said = [
            Sentence(written, reading) for written in split_sentences(paragraph) if has_words(reading := speakable(written))
        ]
        if said:
            found += [*said[:-1], Sentence(said[-1].text, said[-1].spoken, ends_paragraph=True)]
    return tuple(found)


def split_sentences(paragraph: str) -> list[str]:
    """Cut a paragraph after . ! ? … where a sentence really ends: not after "Dr.", initials, or before a small letter."""
    text = " ".join(paragraph.split())
    cuts = [0]
    for match in re.finditer(rf"[.!?…]+[{re.escape(CLOSING)}]*(?= )", text):
        if _ends_here(text[cuts[-1] : match.end()], text[match.end() + 1 :]):
            cuts.append(match.end() + 1)
    return [piece for start, end in zip(cuts, [*cuts[1:], len(text) + 1], strict=True) if (piece := text[start:end].strip())]


def _ends_here(before: str, after: str) -> bool:
    """Whether a sentence ends between two pieces of text, the first of which ends in a full stop or the like."""
    following = after.lstrip(OPENING)
    if following[:1].islower():
        return False
    bare = before.rstrip(CLOSING)
    if not bare.endswith(".") or bare.endswith(".."):
        return True
    word = bare[:-1].split(" ")[-1].lstrip(OPENING)
    next_word = re.split(r"[^\w]", following, maxsplit=1)[0]
    rules = tables()["sentence"]
    if word in rules["never_ends"]:
        return False
    if word in ("No", "no", "Nos", "nos"):
        return not next_word[:1].isdigit()
    if word in rules["may_end"] or re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word):
        return next_word in rules["starters"] or word == "I"
    return True


def has_words(text: str) -> bool:
    """Whether there is any letter or digit to say."""
    return any(sign.isalnum() for sign in text)


def foreign_share(text: str) -> float:
    """Share (0..1) of the letters that are not Latin; pictures alone count as wholly foreign, an empty text as 0."""
    letters = [sign for sign in text if sign.isalpha()]
    if not letters:
        drawn = any(unicodedata.category(sign) == "So" and sign not in KEPT_SIGNS for sign in text)
        return 1.0 if drawn and not has_words(text) else 0.0
    return sum(not _is_latin(sign) for sign in letters) / len(letters)


@cache
def _is_latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "") or letter in "ªºµ"


def speakable(text: str) -> str:
    """A sentence as a voice should be given it; empty when nothing of it can be spoken."""
    for rule in RULES:
        text = rule(text)
    text = " ".join(re.sub(r"\s+([,.;:!?…])", r"\1", text).split())
    return text + "." if text and (text[-1].isalnum() or (text[-1] in CLOSING and text[-2:-1].isalnum())) else text


def spell(digits: str) -> str:
    """Digits one by one; other signs are dropped: "007" is "zero zero seven"."""
    return " ".join(ONES[int(sign)] for sign in digits if sign in "0123456789")


def _clean(text: str) -> str:
    """Compatibility letters and digits made plain; emoji, marks, control characters and other alphabets left out."""
    return "".join(_plain(sign) for sign in unicodedata.normalize("NFC", text))


@cache
def _plain(sign: str) -> str:
    if sign in KEPT_SIGNS or sign == "…" or (sign.isascii() and sign.isprintable()):
        return sign
    category = unicodedata.category(sign)
    if category[0] in "ZC":
        return " " if category in ("Zs", "Zl", "Zp", "Cc") else ""
    if category[0] in "MS":
        return " " if category == "So" else ""
    simple = unicodedata.normalize("NFKC", sign)
    if category[0] in "LN" and simple.isascii() and simple.isalnum():
        return simple
    if category[0] == "N":
        return str(unicodedata.digit(sign)) if category == "Nd" else " "
    return sign if category[0] == "P" or _is_latin(sign) else " "


def _markup(text: str) -> str:
    """Markdown's signs are not said: links keep their words, emphasis its text."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\w)([*_`]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"^\s*(?:#{1,6}|[-*•])\s+", "", text)


def _addresses(text: str) -> str:
    """Web and mail addresses: no scheme, "dot", "slash", "at"."""
    text = re.sub(r"(?<![\w@])(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[A-Za-z]{2,}(?:/[^\s,;!?\"”)]*)?)", _address, text)
    return re.sub(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", lambda m: _parts(m[0]), text)


def _address(match: re.Match[str]) -> str:
    whole, address = match[0], match[1]
    host = address.split("/")[0]
    if not (
        whole.startswith(("http", "www.")) or (host.rsplit(".", 1)[-1] in tables()["addresses"]["endings"] and host.islower())
    ):
        return whole
    tail = re.search(r"[.]*$", address)
    end = tail[0] if tail else ""
    return _parts(address.removesuffix(end).rstrip("/").split("?")[0].split("#")[0]) + end


def _parts(address: str) -> str:
    words = re.sub(r"([./@_+-])", r" \1 ", address).split()
    names = {".": "dot", "/": "slash", "@": "at", "_": "underscore", "-": "dash", "+": "plus"}
    return " ".join(names.get(word, word) for word in words)


def _punctuation(text: str) -> str:
    """Dashes, brackets and dots in the forms that voices know as pauses."""
    text = re.sub(r"\s*(?:-{2,3}|―)\s*|\s+[–-]\s+(?!\d)", " — ", text)
    text = text.translate(_BRACKETS)
    text = re.sub(r"\.(?: \.)+|…\.+|\.{4,}", "…", text)
    text = re.sub(r"([!?])[!?]+", lambda m: "?" if "?" in m[0] else "!", text)
    return re.sub(r"\betc\.(?=\s+[a-z(—-])", "et cetera", text)


_BRACKETS = str.maketrans("[]{}«»„、。", "()()“”“,.")


def _endless(text: str) -> str:
    """Chains such as "a-b-c-d..." of sixty signs or more are read as separate words: readers take cubic time over them."""
    return re.sub(r"\S{60,}", lambda m: re.sub(r"[^\w]+|_", " ", m[0][:-1]) + m[0][-1], text)


def _shouting(text: str) -> str:
    """A line all in capitals is read as words, not letter by letter."""
    words = re.findall(r"[^\W\d_]+", text)
    if text.upper() != text or sum(len(word) > 1 for word in words) < 2:
        return text
    kept = tables()["capitals"]["kept"]
    lowered = re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda m: m[0] if m[0] in kept else m[0].lower(), text)
    return lowered[:1].upper() + lowered[1:]


def _phrases(text: str) -> str:
    for written, reading in tables()["phrases"].items():
        text = re.sub(rf"(?<![\w/]){re.escape(written)}(?![\w/])", reading, text)
    for written, reading in tables()["before_number"].items():
        text = re.sub(rf"(?<![\w.]){re.escape(written)}\s?(?=\d)", reading + " ", text)
    return re.sub(r"(?<=[a-z] )Dr\.(?=$|,| [a-z])", "Drive", text)


def _money(text: str) -> str:
    amount = r"(\d[\d,]*(?:\.\d+)?)(?:\s?(thousand|million|billion|trillion))?"
    for sign, names in tables()["money"].items():
        for pattern in (rf"(?<![\w$]){re.escape(sign)}\s?{amount}", rf"(?<![\w.,$€£]){amount}\s?{re.escape(sign)}(?!\w)"):
            text = re.sub(pattern, partial(_amount, names=names), text)
    return re.sub(r"(?<![\w.,$€£])(\d[\d,]*(?:\.\d{1,2})?)\s?([€£$])(?![\w\d])", r"\2\1", text)


def _amount(match: re.Match[str], names: list[str]) -> str:
    number, scale = match[1], match[2]
    return f"{number} {scale} {names[1]}" if scale else f"{number} {names[0] if number == '1' else names[1]}"


def _units(text: str) -> str:
    units = tables()["units"]
    signs = "|".join(re.escape(sign) for sign in sorted(units, key=len, reverse=True))
    text = re.sub(r"(?<![\w.])(\d+)['′]\s?(\d{1,2})(?:\"|″|'')", r"\1 foot \2", text)
    text = re.sub(r"(?<![\w.])(\d+)′(?!\w)", r"\1 feet", text)
    return re.sub(
        rf"(?<![\w.$€£,:])(-?\d[\d,]*(?:\.\d+)?)(?!s\b)\s?({signs})(?![\w/²³'’])",
        lambda m: f"{m[1]} {units[m[2]][0 if m[1] in ('1', '-1') else 1]}",
        text,
    )


def _numbers(text: str) -> str:
    rules = tables()["numbers"]
    text = re.sub(r"\b(\d{1,2})\.(\d{2})(?=\s?[ap]\.?m\b)", r"\1:\2", text)
    text = re.sub(r"(?<![\w.,])(\d{1,3})((?: 000)+)(?![\w,])", lambda m: m[1] + m[2].replace(" ", ","), text)
    text = re.sub(r"(?<![\w./])(\d+)[ -]?(½|¼|¾)", lambda m: f"{m[1]} and {_HALVES[m[2]]}", text)
    text = re.sub(r"(?<![\w./])(\d+) 1/2(?![\w/])", r"\1 and a half", text)
    text = re.sub(r"(?<=\d)\s?[x×]\s?(?=\d)", " by ", text)
    text = re.sub(rf"\b({'|'.join(rules['paired_after'])}) ([1-9])(\d\d)\b(?![,.]?\d)", _paired, text)
    text = re.sub(rf"\b({'|'.join(rules['dialled_after'])}) (\d{{3}})\b(?![,.]?\d)", lambda m: f"{m[1]} {spell(m[2])}", text)
    text = re.sub(r"(?<![\w.,:/-])0\d+(?![\w:/-]|[.,]\d)", lambda m: spell(m[0]), text)
    return re.sub(r"\d(?:[\d,]*\d){12,}", lambda m: spell(m[0]) if len(m[0].replace(",", "")) > 15 else m[0], text)


_HALVES = {"½": "a half", "¼": "a quarter", "¾": "three quarters"}


def _paired(match: re.Match[str]) -> str:
    word, first, rest = match[1], match[2], match[3]
    if rest == "00":
        return match[0]
    return f"{word} {ONES[int(first)]} " + (f"oh {ONES[int(rest[1])]}" if rest[0] == "0" else rest)


RULES: tuple[Callable[[str], str], ...] = (
    _markup, _clean, _addresses, _punctuation, _endless, _shouting, _phrases, _numbers, _money, _units,
)  # fmt: skip
"""What is done to a sentence, in order."""
