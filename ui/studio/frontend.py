"""Gradio's own frontend, as it lies in the package: which of its scripts, styles and parts the studio's page is made of.

A browser finds them out one after another, each in the one before; named beforehand it fetches them all at once. What is not
found here, in another build of the frontend, is only fetched later.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

PARTS = (
    "accordion", "audio", "button", "chatbot", "checkbox", "column", "dropdown", "file", "form", "html", "multimodaltextbox",
    "number", "radio", "row", "slider", "state", "tabitem", "tabs", "textbox", "timer",
)  # fmt: skip
"""The kinds of components that the page has."""
_LISTED = re.compile(r"m\.f=\[([^\]]*)\]")
_NAMED = re.compile(r'"\./([\w.-]+\.(?:js|css))"')
_WITH = r"[`\"']\)[^\[\]]*?__vite__mapDeps\(\[([\d,]*)\]\)"
"""The end of an import, and the numbers in the script's list of what has to be there for it."""
_LOADED = r"[,{{]{part}:\{{[^}}]*?component:\(\)=>\w+\(\(\)=>import\([`\"']\./([\w.-]+)"
_BLOCKS = re.compile(r"import\([`\"']\./(Blocks-[\w.-]+)" + _WITH)


def folder() -> Path:
    """Where Gradio's frontend lies; found without importing Gradio."""
    found = importlib.util.find_spec("gradio")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "templates" / "frontend"


@cache
def beginning() -> str:
    """The page's markup as far as it is the same for everybody: up to the inside of its head."""
    before, head, _ = (folder() / "index.html").read_text(encoding="utf-8").partition("<head>")
    return before + head


@cache
def assets() -> tuple[str, ...]:
    """The names of the scripts and styles that the page will ask for, in the order in which it does."""
    entries = re.findall(r'(?:src|href)="\./assets/([\w.-]+)"', (folder() / "index.html").read_text(encoding="utf-8"))
    found = dict.fromkeys(entries)
    for entry in entries:
        found |= dict.fromkeys(_listed(entry))
    for name in list(found):
        script = _script(name)
        for one, numbers in _wanted(script) if _LISTED.search(script) else ():
            listed = _listed(name)
            found |= dict.fromkeys([one, *(listed[int(number)] for number in numbers.split(",") if number)])
    return tuple(name for name in found if (folder() / "assets" / name).is_file())


def _wanted(script: str) -> list[tuple[str, str]]:
    """What a script loads when it is told which parts a page has: file and numbers in its list."""
    parts = [found for part in PARTS if (found := re.search(_LOADED.format(part=part) + _WITH, script))]
    return [(found[1], found[2]) for found in [*_BLOCKS.finditer(script), *parts]]


def _listed(name: str) -> list[str]:
    found = _LISTED.search(_script(name))
    return _NAMED.findall(found[1]) if found else []


def _script(name: str) -> str:
    path = folder() / "assets" / name
    return path.read_text(encoding="utf-8") if name.endswith(".js") and path.is_file() else ""
