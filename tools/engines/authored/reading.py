"""What kind of text is this, and can it be read: refusals in sentences, and the guess between premise, outline and scripts."""

from __future__ import annotations

import re
from typing import Literal

from memory.errors import FilmError
from tools.engines.authored.words import table

Kind = Literal["premise", "outline", "script", "fountain"]
LARGEST = 5_000_000
BULLET = re.compile(r"^\s*(?:[-*+•–]\s+|\(?\d{1,3}[.):]\s+|(?:scene|shot)\s+\d{1,3}\s*[.:)–-]\s*|#{1,6}\s+)", re.I)
_HEADING = re.compile(r"^\s*(?:\.(?=[A-Za-z])|(?:INT|EXT|EST|INT\./EXT|I/E)[. ])", re.M)


def read_brief(text: str, suffix: str = "") -> Kind:
    """Guess how a text is meant: Fountain, an outline of bullets, a script of several sentences, or a premise of one or two."""
    if suffix.lower() in {".fountain", ".spmd"} or len(_HEADING.findall(text)) >= 2:
        return "fountain"
    lines = [x for x in text.splitlines() if x.strip()]
    if len(lines) > 1 and sum(bool(BULLET.match(x)) for x in lines) * 2 > len(lines):
        return "outline"
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n\s*\n", text.strip()) if s.strip()]
    if len(sentences) <= 2 and len(text) < 400 and len(lines) <= 2:
        return "premise"
    short = [x for x in lines if len(x) < 120 and not x.rstrip().endswith((".", "!", "?", '"'))]
    return "outline" if len(lines) > 2 and len(short) == len(lines) else "script"


def clean_text(text: str) -> str:
    """The text with one kind of line end, without a byte order mark; FilmError for binary data and for too much of it."""
    if len(text) > LARGEST:
        raise FilmError(f"The text has {len(text):,} characters; {LARGEST:,} are the most that can be read. Bring it in parts.")
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x0c", "\n")
    if "\x00" in text[:4000]:
        raise FilmError(
            "This is not a text: it has NUL bytes in it. Save it as plain text (UTF-8) and try again; nothing was changed."
        )
    return "".join(c for c in text.replace("\x00", "") if c in "\n\t" or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000))


def require_english(text: str) -> None:
    """Refuse, in a sentence, what neither the writer nor the voice can read: other scripts, emoji alone, other languages."""
    letters = [c for c in text if c.isalpha()]
    latin = [c for c in letters if c < "\u0250"]
    if not text.strip() or (len(letters) < 2 and len(latin) == len(letters) and text.isascii()):
        raise FilmError(
            "There are no words to make a film of. Say in a sentence who it is about and what they want; nothing was made."
        )
    if len(latin) < 2 or len(latin) < 0.6 * len(letters) or _foreign(text):
        raise FilmError(
            "The built-in writer and voice know English only, and this is not English. Write the premise in English, "
            "or bring a script in English with --from; a connected language model can come later. "
            "Nothing was made and nothing is lost."
        )


def _foreign(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())[:4000]
    lists = table("words")["foreign"]
    other = sum(w in set(lists["words"]) for w in words)
    english = sum(w in set(lists["english"]) for w in words)
    return other >= 2 and other > 2 * english
