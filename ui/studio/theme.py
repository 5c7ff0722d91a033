"""The studio's own look: one quiet dark theme in every mode, type from the films' own open fonts, nothing from a network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.engines.cut.fonts import SANS, SERIF, face

if TYPE_CHECKING:
    import gradio as gr

STATIC = Path(__file__).with_name("static")
_INK = ["#f4f1ea", "#e9e6df", "#d5d3cd", "#b9bac0", "#9ba1af", "#79808f", "#565d6b", "#3a404d", "#2a2f3a", "#1e222b", "#161920"]
_LAMP = (
    "#fdf6e6",
    "#faeac6",
    "#f6dc9f",
    "#f2cd7d",
    "#edbf62",
    "#e6ae49",
    "#c98f2f",
    "#9c6d22",
    "#6f4d19",
    "#473210",
    "#2a1d09",
)
_NAMES = ("c50", "c100", "c200", "c300", "c400", "c500", "c600", "c700", "c800", "c900", "c950")
_FACES = (("sans", SANS, "Regular", 400), ("sans-strong", SANS, "Semibold", 600), ("serif", SERIF, "Semibold", 600))
_SET = {
    "body_background_fill": "#101218", "body_text_color": "#e9e6df", "body_text_color_subdued": "#9ba1af",
    "background_fill_primary": "#161920", "background_fill_secondary": "#101218", "block_background_fill": "#161920",
    "border_color_primary": "#2a2f3a", "block_border_width": "1px", "block_label_background_fill": "transparent",
    "block_label_text_color": "#9ba1af", "block_title_text_color": "#b9bac0", "block_shadow": "none",
    "panel_background_fill": "#161920", "input_background_fill": "#101218", "input_border_color": "#2a2f3a",
    "input_border_color_focus": "#c98f2f", "color_accent_soft": "#2b2618", "slider_color": "#e6ae49",
    "button_primary_background_fill": "#e6ae49", "button_primary_background_fill_hover": "#f2cd7d",
    "button_primary_text_color": "#17130a", "button_primary_text_color_hover": "#17130a",
    "button_primary_border_color": "#e6ae49", "button_secondary_background_fill": "#1e222b",
    "button_secondary_background_fill_hover": "#2a2f3a", "button_secondary_text_color": "#e9e6df",
    "button_secondary_border_color": "#2a2f3a", "button_cancel_background_fill": "#3a1f22",
    "button_cancel_background_fill_hover": "#552a2f", "button_cancel_text_color": "#f3c4c4", "link_text_color": "#edbf62",
    "link_text_color_hover": "#f6dc9f", "link_text_color_visited": "#edbf62", "link_text_color_active": "#f6dc9f",
    "checkbox_background_color_selected": "#c98f2f", "checkbox_border_color_focus": "#e6ae49",
    "checkbox_label_background_fill": "#1e222b", "checkbox_label_background_fill_selected": "#2b2618",
    "checkbox_label_text_color": "#e9e6df", "checkbox_label_text_color_selected": "#f6dc9f",
}  # fmt: skip


def theme() -> gr.themes.Base:
    """The theme, the same where a browser asks for light."""
    import gradio as gr

    made = gr.themes.Base(
        primary_hue=_color("lamp", _LAMP), secondary_hue=_color("lamp", _LAMP), neutral_hue=_color("ink", _INK),
        text_size=gr.themes.sizes.text_md, radius_size=gr.themes.sizes.radius_md,
        font=[gr.themes.Font("Onereel Sans"), gr.themes.Font("sans-serif")],
        font_mono=[gr.themes.Font("monospace")],
    )  # fmt: skip
    for name, value in list(vars(made).items()):
        if name.endswith("_dark") and value is not None and value != f"*{name[:-5]}":
            setattr(made, name.removesuffix("_dark"), value)
    for name, value in _SET.items():
        setattr(made, name, value)
        if hasattr(made, f"{name}_dark"):
            setattr(made, f"{name}_dark", value)
    return made


def _color(name: str, scale: Sequence[str]) -> Any:
    import gradio as gr

    return gr.themes.Color(name=name, **dict(zip(_NAMES, scale, strict=True)))


@cache
def fonts() -> dict[str, Path]:
    """The fonts that the page may ask for: name to file."""
    return {f"{name}.ttf": face(family, style) for name, family, style, _ in _FACES}


def stylesheet() -> str:
    """The page's own style."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("studio.css", "places.css"))


def head() -> str:
    """What every page has in its head, that of signing in as well: the fonts, from the studio itself, and the page's script."""
    faces = [
        f"@font-face {{ font-family: 'Onereel {'Serif' if family == SERIF else 'Sans'}'; font-weight: {weight}; "
        f"font-display: swap; src: url('/studio/fonts/{name}.ttf') format('truetype'); }}"
        for name, family, _, weight in _FACES
    ]
    login, script = ((STATIC / name).read_text(encoding="utf-8") for name in ("login.css", "studio.js"))
    return f"<style>{' '.join([*faces, login])}</style><script>{script}</script>"
