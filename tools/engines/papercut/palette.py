"""Colours of a scene: hour, place, weather, season, mood and the film's own palette, brought into one harmony.

Mixing is done in OKLab (Bjoern Ottosson, "A perceptual color space for image processing", 2020), so that value and hue
can be steered apart: value structure comes from the hour's ramp of depths, hue half from the material.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from memory.tables import read_table

Rgb = tuple[float, float, float]
"""sRGB, each 0..1."""

_M1 = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_M2 = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_N1 = ((1.0, 0.3963377774, 0.2158037573), (1.0, -0.1055613458, -0.0638541728), (1.0, -0.0894841775, -1.2914855480))
_N2 = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def _dot(matrix: tuple[Rgb, Rgb, Rgb], v: Rgb) -> Rgb:
    a, b, c = (row[0] * v[0] + row[1] * v[1] + row[2] * v[2] for row in matrix)
    return a, b, c


def hex_rgb(text: str) -> Rgb:
    """`#rrggbb` as sRGB 0..1."""
    r, g, b = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return r, g, b


def rgb_hex(color: Rgb) -> str:
    """Write sRGB 0..1 as `#rrggbb`."""
    return "#" + "".join(f"{round(min(1, max(0, c)) * 255):02x}" for c in color)


@lru_cache(4096)
def to_lab(color: Rgb) -> Rgb:
    """From sRGB 0..1 to OKLab: lightness 0..1, a, b."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color)
    l_, m, s = (max(v, 0) ** (1 / 3) for v in _dot(_M1, (r, g, b)))
    return _dot(_M2, (l_, m, s))


@lru_cache(4096)
def from_lab(lab: Rgb) -> Rgb:
    """OKLab to sRGB, clipped to 0..1."""
    l_, m, s = (v**3 for v in _dot(_N1, lab))
    lin = _dot(_N2, (l_, m, s))
    r, g, b = (
        min(1.0, max(0.0, c * 12.92 if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055)) if c > 0 else 0.0 for c in lin
    )
    return r, g, b


@lru_cache(4096)
def mix(a: Rgb, b: Rgb, t: float) -> Rgb:
    """From `a` to `b` by t 0..1, through OKLab."""
    x, y = to_lab(a), to_lab(b)
    return from_lab((x[0] + (y[0] - x[0]) * t, x[1] + (y[1] - x[1]) * t, x[2] + (y[2] - x[2]) * t))


def shade(color: Rgb, lift: float, chroma: float = 1.0) -> Rgb:
    """The colour lighter or darker by `lift` (OKLab lightness) with its chroma multiplied."""
    lab = to_lab(color)
    return from_lab((min(1, max(0, lab[0] + lift)), lab[1] * chroma, lab[2] * chroma))


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The painter's colour tables (palettes.toml)."""
    return read_table(Path(__file__).parent / "palettes.toml")


def find_mood(words: str) -> dict[str, Any] | None:
    """The mood entry that the first fitting word of `words` names, or None."""
    moods = tables()["mood"]
    for word in words.lower().replace(",", " ").replace(".", " ").split():
        for entry in moods.values():
            if word in entry["words"]:
                return dict(entry)
    return None


@dataclass(frozen=True)
class Palette:
    """All colours of one scene, sRGB 0..1; `haze_gain` and `light_power` are what the weather does to air and light."""

    sky: tuple[Rgb, ...]
    ramp: tuple[Rgb, ...]
    light: Rgb
    ambient: Rgb
    haze: Rgb
    shadow: Rgb
    materials: dict[str, Rgb]
    bright: float
    haze_gain: float
    light_power: float
    film: tuple[str, ...]
    """The film's own palette, #rrggbb."""
    source: tuple[float, float]
    """The light's place in the frame: x from the lit side and y, as fractions of width and height."""

    def depth_tone(self, depth: float) -> Rgb:
        """The hour's own colour of paper at that depth, 0 far to 1 near."""
        at = min(max(depth, 0.0), 0.9999) * (len(self.ramp) - 1)
        i = int(at)
        return mix(self.ramp[i], self.ramp[i + 1], at - i)

    def tone(self, material: str, depth: float, lift: float = 0.0, own: float = 0.5) -> Rgb:
        """A sheet of `material` as it looks at `depth`: value mostly from the hour, hue by `own` from the material."""
        base = to_lab(self.depth_tone(depth))
        mine = to_lab(tuple(m * a for m, a in zip(self.materials[material], self.ambient, strict=True)))
        near = max(0.0, depth - 0.55)
        value = base[0] + (mine[0] * (0.35 + 0.65 * self.bright) - base[0]) * own * (0.82 - 1.3 * near) + lift
        hue = min(1.0, own * 1.5)
        color = from_lab((min(1, max(0, value)), base[1] + (mine[1] - base[1]) * hue, base[2] + (mine[2] - base[2]) * hue))
        return mix(color, self.haze, min(0.92, self.air(depth)))

    def air(self, depth: float) -> float:
        """How much of the air's colour lies over a thing at `depth`, 0..1."""
        return float((1 - depth) ** 2.1) * (0.40 + 0.5 * self.haze_gain) + self.haze_gain * 0.28 * (1 - depth)


def _harmonise(color: Rgb, style: list[Rgb], amount: float) -> Rgb:
    """Pull the colour's hue toward the film's palette at its own lightness."""
    if not style:
        return color
    lab = to_lab(color)
    near = sorted((abs(to_lab(s)[0] - lab[0]), i) for i, s in enumerate(style))[:2]
    first, second = (to_lab(style[i]) for _, i in (near * 2)[:2])
    a, b = 0.65 * first[1] + 0.35 * second[1], 0.65 * first[2] + 0.35 * second[2]
    return from_lab((lab[0], lab[1] + (a - lab[1]) * amount, lab[2] + (b - lab[2]) * amount))


def _placed(time: str, place: str) -> dict[str, Any]:
    """The hour's table, mixed with that of a place that has a sky of its own."""
    hour: dict[str, Any] = dict(tables()["time"][time])
    own = tables()["place"].get(place)
    if own is None:
        return hour
    keep = own["keep"]
    dim = (1 - hour["bright"]) * own.get("dim", 0.24)
    for name in ("sky", "ramp"):
        hour[name] = [_late(a, b, keep, dim) for a, b in zip(own[name], _stretch(hour[name], len(own[name])), strict=True)]
    for name in ("ambient", "haze"):
        hour[name] = _late(own[name], hour[name], keep, dim * 0.7)
    hour["light"], hour["shadow"], hour["source"] = own["light"], own["shadow"], own["source"]
    return hour


def _late(own: str, hour: str, keep: float, dim: float) -> str:
    return rgb_hex(shade(mix(hex_rgb(own), hex_rgb(hour), keep), -dim))


def _stretch(colors: list[str], n: int) -> list[str]:
    return [colors[min(len(colors) - 1, i * len(colors) // n)] for i in range(n)]


def make_palette(time: str, weather: str, season: str, mood: str, style: tuple[str, ...], place: str = "") -> Palette:
    """The scene's colours. `style` is the film's palette (#rrggbb), `place` an entry of `[place]` or empty."""
    table, air = _placed(time, place), tables()["weather"][weather]
    feeling = find_mood(mood) or {"tint": "#808080", "amount": 0.0, "chroma": 1.0, "lift": 0.0}
    film = [hex_rgb(c) for c in style]
    veil = shade(hex_rgb(air["veil"]), -(1 - table["bright"]) * 0.62)
    open_air = not tables()["place"].get(place, {}).get("sealed", False)

    def grade(text: str, pull: float = 1.0, own: float = 0.34) -> Rgb:
        color = mix(hex_rgb(text), veil, air["pull"] * pull * (1.0 if open_air else 0.25))
        color = mix(
            shade(color, feeling["lift"], air["chroma"] * feeling["chroma"]), hex_rgb(feeling["tint"]), feeling["amount"]
        )
        return _harmonise(color, film, own)

    covered = "summer" if not open_air else "winter" if weather == "snow" else season
    materials = {**tables()["material"], **tables()["season"].get(covered, {})}
    return Palette(
        sky=tuple(grade(c, 1.1 - 0.25 * i) for i, c in enumerate(table["sky"])),
        ramp=tuple(grade(c, 0.75 - 0.11 * i) for i, c in enumerate(table["ramp"])),
        light=grade(table["light"], 0.3, 0.12),
        ambient=mix(grade(table["ambient"], 0.4, 0.15), (1.0, 1.0, 1.0), 0.12),
        haze=grade(table["haze"]),
        shadow=hex_rgb(table["shadow"]),
        materials={name: grade(c, 0.15, 0.2) for name, c in materials.items()},
        bright=table["bright"],
        haze_gain=air["haze"] if open_air else air["haze"] * 0.15,
        light_power=air["light"],
        film=style,
        source=(table["source"][0], table["source"][1]),
    )
