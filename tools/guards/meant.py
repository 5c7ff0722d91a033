"""What a sentence means where its words say too little: nearer to what a policy refuses than to what is harmless.

Sentences are compared by MiniLM's vectors with those of meanings.toml; only such as hold one of a policy's cues are looked
at, so that most texts cost nothing. A speed bump like the words: figures of what it finds stand in docs/guardrails.md.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from tools.guards.tables import table


def means(policy: str, sentence: str) -> bool:
    """Whether a sentence in small letters means what a policy refuses; False for policies that are judged by words alone."""
    cues = _cues(policy)
    return bool(cues and cues.search(sentence)) and _nearer(policy, sentence)


@cache
def _cues(policy: str) -> re.Pattern[str] | None:
    row = table("meanings").get(policy)
    return re.compile(row["cues"]) if row else None


@lru_cache(2_000)
def _nearer(policy: str, sentence: str) -> bool:
    from tools.engines.meaning import embed

    near, far = _anchors(policy)
    vector = embed([sentence])[0]
    alike, said = float((near @ vector).max()), table("meanings")
    return bool(alike >= said["least"] and alike - float((far @ vector).max()) >= said["margin"])


@cache
def _anchors(policy: str) -> tuple[Any, Any]:
    from tools.engines.meaning import embed

    row = table("meanings")[policy]
    return embed([each.lower() for each in row["near"]]), embed([each.lower() for each in row["far"]])
