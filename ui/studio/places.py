"""What the places for motion, voices and exports share: their style."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import gradio as gr

_CSS = Path(__file__).with_name("static") / "places.css"


@cache
def _sheet() -> str:
    return f"<style>{_CSS.read_text(encoding='utf-8')}</style>"


def style() -> None:
    """Lay the places' own style sheet into the page."""
    gr.HTML(_sheet(), padding=False, elem_classes="unseen-style")
