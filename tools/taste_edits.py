"""From edits to taste and back: what an edit says of somebody's taste, and a new film that takes remembered settings."""

from __future__ import annotations

import colorsys
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from memory import edits
from memory.compare import Change, compare_films
from memory.errors import FilmError
from memory.film import Film
from memory.tables import read_table
from memory.taste import Entry, Row

HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
SET = "set"
"""Where in a row's data its settings are: paths of the film, without the scene's own part, to values."""
_PART = re.compile(r"^(?:scenes\.[^.]+\.)?(?:shots\.[^.]+\.)?")
_ABOUT = 300


@cache
def words() -> dict[str, Any]:
    """taste.toml."""
    return read_table(Path(__file__).with_name("taste.toml"))


def read_edit(before: Film, after: Film, undone: bool) -> Entry | None:
    """The taste that an edit shows: its words, its settings and what the film is about; None when it shows none.

    Settings are those of `after`: what was kept, or what was tried and undone; of a scene's settings only those that most
    scenes got, since one scene speaks for itself. Stories, titles and orders are no taste, nor is a film drafted anew.
    """
    named = [(_PART.sub("", change.path), change) for change in compare_films(before, after)]
    changes = [(name, change) for name, change in named if name in words()["words"] and change.after is not None]
    if not changes or _another_story(before, after):
        return None
    told = dict.fromkeys(_said(name, change) for name, change in changes)
    where = Counter(name for name, scene in {(name, change.scene) for name, change in changes} if scene)
    settings = {name: change.after for name, change in changes if not where[name] or 2 * where[name] > len(after.scenes)}
    title, about = _about(after, {change.scene for _, change in changes})
    text = f'{"Undone" if undone else "Kept"} in "{title}": {", ".join(told)}.'
    return Entry("undone" if undone else "kept", text, data={SET: settings, "about": about})


def _another_story(before: Film, after: Film) -> bool:
    told = {scene.description for scene in before.scenes}
    return 2 * sum(scene.description in told for scene in after.scenes) < len(after.scenes)


def _said(name: str, change: Change) -> str:
    entry = words()["words"][name]
    if "say" in entry:
        return str(entry["say"]).format(value=_value(name, change.after))
    return str(entry["up" if change.after > (change.before or 0) else "down"])


def _value(name: str, value: Any) -> str:
    if name == "style.palette":
        return colour_words(value)
    if name == "sounds":
        return _listed(str(sound.get("kind", "")) for sound in value) or "nothing"
    return str(value).replace("_", " ")[:_ABOUT]


def _about(film: Film, scenes: set[str]) -> tuple[str, str]:
    """The film's title, and what the edit's scene, or the film, is about."""
    one = next((scene for scene in film.scenes if scenes == {scene.id}), None)
    about = one.description if one else film.logline or film.scenes[0].description
    return film.title, f"{film.title}. {about}"[:_ABOUT]


def occasion(row: Row) -> str:
    """What sort of film a row is for: the film it was kept in, or what its words name after "for", "when" and the like."""
    about = row.data.get("about")
    if isinstance(about, str) and about:
        return about
    rest = re.split(words()["occasion"]["after"], row.text, maxsplit=1, flags=re.IGNORECASE)[1:]
    named = re.sub(words()["occasion"]["without"], "", rest[-1] if rest else "", flags=re.IGNORECASE)
    return " ".join(named.split()) or row.text


def colour_words(palette: Iterable[str]) -> str:
    """A palette in words, such as "dark blue, orange and pale yellow": people ask for colours by name."""
    return _listed(_colour(colour) for colour in palette)


def _listed(names: Iterable[str]) -> str:
    *most, last = list(dict.fromkeys(names)) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _colour(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, colourful = colorsys.rgb_to_hls(red, green, blue)
    if light < 0.08:
        return "black"
    if light > 0.95:
        return "white"
    shade = "dark " if light < 0.3 else "pale " if light > 0.78 else ""
    if colourful < 0.12:
        return f"{shade}grey"
    names = ("red", "orange", "yellow", "green", "green", "green", "turquoise", "blue", "blue", "purple", "magenta", "pink")
    name = names[round(hue * 12) % 12]
    return "brown" if name in {"red", "orange"} and light < 0.4 and colourful < 0.7 else shade + name


def read_saying(text: str, kind: str) -> Entry:
    """What somebody asked to remember: its kind when none is given, the settings it names, and whether it always holds."""
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    kind = kind or next((k for k, pattern in words()["kinds"].items() if re.search(pattern, plain, re.IGNORECASE)), "note")
    data: dict[str, Any] = {}
    if kind not in {"disliked", "undone", "note"}:
        data[SET] = _named_settings(plain)
    if re.search(words()["always"]["pattern"], plain, re.IGNORECASE):
        data["always"] = True
    return Entry(kind, text, data={name: value for name, value in data.items() if value})


def _named_settings(text: str) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for pattern, values in words()["sets"].items():
        if re.search(pattern, text, re.IGNORECASE):
            settings |= {name: value for name, value in values.items() if name not in settings}
    palette = [colour.lower() for colour in HEX.findall(text)][:12]
    return settings | ({"style.palette": palette} if palette else {})


def take(film: Film, rows: Sequence[Row]) -> tuple[Film, tuple[str, ...]]:
    """A new film with the settings of remembered rows, and a sentence for each row that it took something from.

    The first row to name a setting wins. Taken are palette, style, voice, music, captions and the looks of all scenes;
    a setting that the film cannot have is passed over.
    """
    settled: set[str] = set()
    sentences: list[str] = []
    for row in rows:
        fresh = {name: value for name, value in _settings(row).items() if name not in settled}
        try:
            changed = _with(film, fresh)
        except (FilmError, TypeError, ValueError):
            continue
        if changed != film:
            film = changed
            settled |= fresh.keys()
            sentences.append(f"From your memory: {row.text}")
    return film, tuple(sentences)


def _settings(row: Row) -> Mapping[str, Any]:
    found = row.data.get(SET)
    return found if isinstance(found, Mapping) else {}


def _with(film: Film, settings: Mapping[str, Any]) -> Film:
    parts: dict[str, dict[str, Any]] = {}
    for path, value in settings.items():
        part, _, name = path.partition(".")
        parts.setdefault(part, {})[name] = value
    for scene in film.scenes if "look" in parts else ():
        film = edits.set_look(film, scene.id, **parts["look"])
    for part, setter in (("style", edits.set_style), ("narrator", edits.set_voice), ("music", edits.set_music)):
        if part in parts:
            film = setter(film, **parts[part])
    if "burn_in" in parts.get("captions", {}):
        film = edits.set_captions(film, parts["captions"]["burn_in"])
    return film
