"""Swarms: the small life of a place, from birds to embers, particle by particle; seeded, endless, and cheap to draw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.tables import read_table
from tools.engines.parallax.life import TRAVEL, Motion
from tools.engines.parallax.model import Rig, Swarm, nearness
from tools.engines.parallax.plates import Turn, straight
from tools.engines.parallax.sprites import PHASES, Rgb, sprite

Floats = NDArray[np.float64]
LIVES = 16
"""Lives after which a particle begins again where it once began."""
SMOOTH = ("puff",)
"""Looks so soft that they need no interpolation between pixels."""
WIDEST = 320
"""Pixels that a sprite is drawn wide at most; larger ones are enlarged."""


@cache
def tables() -> Any:
    """What swarms.toml says: kinds, the places and things that have them, and what stirs."""
    return read_table(Path(__file__).with_name("swarms.toml"))


@dataclass(frozen=True)
class Marks:
    """Where the particles are at a moment: canvas place, width in canvas pixels, alpha 0..1, and which sprite."""

    x: Floats
    y: Floats
    size: Floats
    alpha: Floats
    number: NDArray[np.int64]


class Flight:
    """A swarm ready to be drawn. `depth` says between which sheets."""

    def __init__(self, swarm: Swarm, rig: Rig, turn: Turn = straight) -> None:
        self.swarm, self.depth = swarm, swarm.depth
        self._kind = tables()["kinds"][swarm.kind]
        self._dice = np.random.default_rng([rig.seed, swarm.seed])
        self._stir = 1 + 2 * swarm.push.ambient
        self._push = (swarm.push.horizontal * TRAVEL * rig.frame[2], -swarm.push.vertical * TRAVEL * rig.frame[3])
        count = max(round(self._kind["count"] * swarm.amount * (1 + swarm.push.ambient)), 1)
        self._lots = self._dice.random((LIVES, count, 5))
        self._spots = np.asarray(swarm.spots, np.float64)
        low, high = self._kind["life"]
        self._life = low + (high - low) * self._dice.random(count)
        start = self._dice.random(count)
        self._phase = 0.06 + 0.25 * start[0] + 0.17 * start if self._kind.get("flock") else start
        if self._kind.get("flock"):
            self._life[:] = self._life[0]
        self._turns = self._dice.random(count)
        self._colors = [self._color(c) for c in self._kind["color"]]
        self._sprites = self._drawn(rig, turn)

    def _color(self, name: str) -> Rgb:
        """A colour by its code, or the scene's light, haze or ink."""
        tints = {"light": self.swarm.light, "haze": self.swarm.haze, "ink": self.swarm.ink}
        return tints.get(name) or (int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16))

    def _drawn(self, rig: Rig, turn: Turn) -> list[Any]:
        """The sprites: every colour in every phase, as large as they are seen."""
        import skia

        kind = self._kind
        wide = kind["size"][1] * max(kind.get("grow", 1.0), 1.0) * self.swarm.unit * rig.width / rig.frame[2]
        size, phases = min(math.ceil(wide * 1.1), WIDEST), PHASES.get(kind["look"], 1)
        across, down = self._way()
        made = []
        for color in self._colors:
            for phase in range(phases):
                pixels = sprite(kind["look"], size, color, phase / phases, math.atan2(down, across))
                if kind.get("glows"):
                    pixels[..., 3] = pixels[..., :3].max(axis=2)
                turn(pixels, ((0, 0, pixels.shape[1], pixels.shape[0]),))
                made.append(skia.Image.fromarray(pixels, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType, copy=True))
        return made

    def _way(self) -> tuple[float, float]:
        """Canvas pixels a second of the swarm as a whole."""
        kind, unit = self._kind, self.swarm.unit
        side = -1 if self.swarm.wind < 0 else 1
        across = kind["way"][0] * side + kind.get("wind", 0.0) * self.swarm.wind
        return across * unit + self._push[0], kind["way"][1] * unit + self._push[1]

    def at(self, t: float) -> Marks:
        """The particles at second `t`. They are born and die unseen, so that nothing jumps when one begins anew."""
        kind, unit = self._kind, self.swarm.unit
        age = t / self._life + self._phase
        life = np.floor(age).astype(np.int64)
        lot = self._lots[life % LIVES, np.arange(len(age))]
        gone = np.clip((age - life) / kind.get("active", 1.0), 0, 1)
        seconds = gone * self._life * kind.get("active", 1.0)
        across, down = self._way()
        spread = kind["spread"] * unit
        spot = self._spots[(lot[:, 0] * len(self._spots)).astype(np.int64)]
        x = spot[:, 0] + (across + spread * (2 * lot[:, 1] - 1)) * seconds
        y = spot[:, 1] + (down + spread * 0.5 * (2 * lot[:, 2] - 1)) * seconds
        side, up, rate = kind.get("wander", (0.0, 0.0, 0.0))
        angle = 2 * math.pi * (rate * (0.7 + 0.6 * self._turns) * t + self._turns * 7)
        x = x + side * unit * self._stir * (np.sin(angle) + 0.4 * np.sin(1.7 * angle + 2)) * np.minimum(gone * 4, 1)
        y = y + up * unit * self._stir * (np.cos(0.9 * angle + 1) + 0.4 * np.sin(1.4 * angle)) * np.minimum(gone * 4, 1)
        low, high = kind["size"]
        size = (low + (high - low) * lot[:, 3]) * unit * (1 + (kind.get("grow", 1.0) - 1) * gone)
        return Marks(x, y, size, self._alpha(gone, t, lot[:, 4]), self._number(t, lot[:, 4]))

    def _alpha(self, gone: Floats, t: float, lot: Floats) -> Floats:
        come, go = self._kind["fade"]
        ramp = np.minimum(np.clip(gone / come, 0, 1), np.clip((1 - gone) / go, 0, 1))
        alpha = self._kind["alpha"] * ramp * ramp * (3 - 2 * ramp) * (gone < 1)
        if "blink" in self._kind:
            beat = np.sin(2 * math.pi * (self._kind["blink"] * (0.7 + 0.6 * lot) * t + 5 * lot + self._turns))
            alpha = alpha * np.clip(0.5 + 0.75 * beat, 0.0, 1.0)
        return np.asarray(alpha, np.float64)

    def _number(self, t: float, lot: Floats) -> NDArray[np.int64]:
        phases = PHASES.get(self._kind["look"], 1)
        tint = (lot * len(self._colors)).astype(np.int64)
        pace = {"bird": 1.5, "leaf": 0.4, "petal": 0.3}.get(self._kind["look"], 0.0)
        turn = (pace * (0.8 + 0.4 * self._turns) * t + self._turns) % 1
        return np.asarray(tint * phases + (turn * phases).astype(np.int64) % phases, np.int64)

    def paint(self, canvas: Any, lens: Any, t: float) -> None:
        """Draw the particles as the camera sees them from their depth."""
        import skia

        ax, bx, ay, by = lens.fit(nearness(self.depth), Motion(), (0, 0))
        marks, paint = self.at(t), skia.Paint()
        soft = self._kind["look"] in SMOOTH
        sampling = skia.SamplingOptions() if soft else skia.SamplingOptions(skia.FilterMode.kLinear)
        width, height = lens.rig.width, lens.rig.height
        half = 0.5 * ax * marks.size
        tall = half * self._kind.get("flat", 1.0)
        x, y = ax * marks.x + bx, ay * marks.y + by
        seen = (marks.alpha > 0.004) & (x > -half) & (x < width + half) & (y > -tall) & (y < height + tall)
        for i in np.flatnonzero(seen).tolist():
            paint.setAlphaf(float(marks.alpha[i]))
            target = skia.Rect.MakeLTRB(x[i] - half[i], y[i] - tall[i], x[i] + half[i], y[i] + tall[i])
            canvas.drawImageRect(self._sprites[marks.number[i]], target, sampling, paint)
