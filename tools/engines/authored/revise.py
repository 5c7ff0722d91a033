"""Story work without a language model: shorten, lengthen and retone narrations, add scenes, check and tell a film.

Everything here is written by people and chosen by rules; the same arguments give the same words. Each is a pure function
of texts and films: nothing is saved here.
"""

from __future__ import annotations

from tools.engines.authored.revise_ask import ask_first, end_on_question
from tools.engines.authored.revise_bridge import bridge
from tools.engines.authored.revise_check import film_seconds, review, storyline
from tools.engines.authored.revise_long import lengthen
from tools.engines.authored.revise_short import shorten
from tools.engines.authored.revise_tone import retone, tone_named, tones

__all__ = [
    "ask_first",
    "bridge",
    "end_on_question",
    "film_seconds",
    "lengthen",
    "retone",
    "review",
    "shorten",
    "storyline",
    "tone_named",
    "tones",
]
