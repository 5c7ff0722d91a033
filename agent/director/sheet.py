"""What the director knows of the film: the film sheet, with the few questions that reading needs answered."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from tools.vocabulary.places import tables

_SHEET = re.compile(r"<film>(.*?)</film>", re.DOTALL)
_WORDS = re.compile(r"[^\W\d_]+")


def stem(word: str) -> str:
    """A word without its commonest endings, so that "keepers" and "keeper's" are one."""
    word = word.lower().removesuffix("'s")
    for ending, least in (("ies", 2), ("ing", 4), ("es", 4), ("ed", 4), ("s", 3), ("y", 3), ("e", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    """The stems of a text's words."""
    return [stem(word) for word in _WORDS.findall(text)]


@dataclass(frozen=True)
class Sheet:
    """The film as the director sees it; `film` is None while there is none."""

    film: Mapping[str, Any] | None = field(default=None)

    @classmethod
    def read(cls, text: str) -> Sheet:
        """The sheet that stands between <film> and </film> in a text; an empty one when there is none or it is broken."""
        found = _SHEET.search(text)
        try:
            document = json.loads(found[1]) if found else None
        except ValueError:
            document = None
        return cls(document if isinstance(document, dict) and document.get("scenes") else None)

    @cached_property
    def scenes(self) -> list[Mapping[str, Any]]:
        """The scenes in order; [] without a film."""
        return list(self.film["scenes"]) if self.film else []

    @property
    def count(self) -> int:
        """How many scenes there are."""
        return len(self.scenes)

    @cached_property
    def cast(self) -> list[str]:
        """Names of the cast."""
        return [str(member.get("name", "")) for member in (self.film or {}).get("cast", [])]

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of titles, cast and descriptions, lower case: what a typing error may have meant, and what never is one."""
        texts = [str(s.get(k, "")) for s in self.scenes for k in ("title", "description", "narration")] + self.cast
        texts += [str(member.get("description", "")) for member in (self.film or {}).get("cast", [])]
        return frozenset(word.lower() for text in texts for word in _WORDS.findall(text))

    @cached_property
    def _stems(self) -> list[list[set[str]]]:
        """For each scene the stems of its title, of its description and cast, and of its narration."""
        found = []
        for scene in self.scenes:
            described = f"{scene.get('description', '')} {scene.get('mood', '')}"
            found.append(
                [set(stems(str(scene.get("title", "")))), set(stems(described)), set(stems(str(scene.get("narration", ""))))]
            )
        return found

    def find(self, words: str, *, narrow: bool = True) -> list[int]:
        """Numbers of the scenes that words mean, by title first, then by description, then by narration; [] for none.

        All words must be met; when no place meets them all, the place that meets most of them, but at least half.
        """
        asked = [s for s in dict.fromkeys(stems(words)) if s not in _EMPTY]
        if not asked:
            return []
        for alike in ({w: {w} for w in asked}, {w: {w, *_kin().get(w, ())} for w in asked}):
            for depth in (1, 2, 3):
                hits = [len([w for w in asked if any(alike[w] & part for part in scene[:depth])]) for scene in self._stems]
                best = max(hits, default=0)
                if best == len(asked) or (best and not narrow and best * 2 >= len(asked)):
                    return [number for number, hit in enumerate(hits, 1) if hit == best]
        return self._mostly(asked) if not narrow else []

    def _mostly(self, asked: list[str]) -> list[int]:
        hits = [len([w for w in asked if any(w in part for part in scene)]) for scene in self._stems]
        best = max(hits, default=0)
        return [n for n, hit in enumerate(hits, 1) if hit == best] if best * 2 >= len(asked) else []

    def titled(self, words: str) -> list[int]:
        """Numbers of the scenes whose title shares a word of weight with these."""
        asked = {s for s in stems(words) if s not in _EMPTY}
        shared = [len(asked & scene[0]) for scene in self._stems]
        best = max(shared, default=0)
        return [n for n, hit in enumerate(shared, 1) if hit == best] if best else []

    def sounding(self, kind: str) -> list[int]:
        """Numbers of the scenes that have a sound of that kind."""
        wanted = stem(kind)
        return [
            n for n, s in enumerate(self.scenes, 1) if any(stem(str(x.get("kind", ""))) == wanted for x in s.get("sounds", []))
        ]

    def moving(self, target: str) -> list[int]:
        """Numbers of the scenes in which motion is painted on something of that name."""
        asked = set(stems(target)) - _EMPTY
        strokes = [[stroke for shot in s.get("shots", []) for stroke in shot.get("strokes", [])] for s in self.scenes]
        return [n for n, found in enumerate(strokes, 1) if any(asked & set(stems(str(x.get("target", "")))) for x in found)]

    def look(self, number: int, name: str) -> float:
        """A value of a scene's look."""
        return float(self.scenes[number - 1].get("look", {}).get(name, 0))

    def title(self, number: int) -> str:
        """What a scene is called, for a person."""
        title = str(self.scenes[number - 1].get("title", ""))
        return f"scene {number} ({title})" if title else f"scene {number}"

    def described(self, name: str) -> str:
        """What is known of how a member of the cast looks."""
        members = (self.film or {}).get("cast", [])
        return next((str(m.get("description", "")) for m in members if m.get("name") == name), "")

    def member(self, words: str) -> str:
        """The cast member whom words name, by name or by a noun of the description; "" for none or several."""
        asked = set(stems(words))
        named = [name for name in self.cast if set(stems(name)) & asked]
        if len(named) == 1:
            return named[0]
        members = (self.film or {}).get("cast", [])
        described = [str(m["name"]) for m in members if (set(stems(str(m.get("description", "")))) - _EMPTY - _TRAITS) & asked]
        return described[0] if not named and len(described) == 1 else ""


@cache
def _kin() -> dict[str, frozenset[str]]:
    """What may stand for a word where the film says another ("the one with the boat" where a ship sails), by stems."""
    return {stem(word): frozenset(stem(other) for other in others) for word, others in tables()["like"].items()}


_EMPTY = frozenset(
    stems("the a an of in on at to and with for where when which that scene bit part one is are it film every all")
)
_TRAITS = frozenset(stems("old young small big little red blue green white black brown hair coat eye round one his her their"))
