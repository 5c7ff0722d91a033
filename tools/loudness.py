"""Loudness as broadcasters measure it (ITU-R BS.1770-4, EBU R 128), read from ffmpeg's ebur128 filter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools.ffmpeg import run_ffmpeg

SILENCE = -70.0
"""LUFS at which (and below which) the measure hears nothing."""
METER = "ebur128=framelog=quiet"
"""The filter to put into a graph whose report `read_meter` reads (the true peak costs as much again and is left out)."""


@dataclass(frozen=True)
class Loudness:
    """Integrated loudness in LUFS (-70 is silence), loudness range in LU, true peak in dBTP (-inf: silent or not measured)."""

    integrated: float
    range: float
    peak: float


def read_meter(said: str) -> Loudness:
    """Read the last summary that an ebur128 filter printed in what ffmpeg said; ValueError when there is none."""
    _, found, summary = said.rpartition("Summary:")
    if not found:
        raise ValueError("ffmpeg printed no loudness summary")
    integrated, width, peak = (_number(label, summary) for label in ("I", "LRA", "Peak"))
    return Loudness(integrated, width, peak)


def _number(label: str, summary: str) -> float:
    match = re.search(rf"\b{label}:\s+(-?inf|nan|-?[\d.]+)", summary)
    if match is None:
        return float("-inf")
    return float("-inf") if match.group(1) == "nan" else float(match.group(1))


def measure(path: Path, peak: bool = True) -> Loudness:
    """Decode a sound file and measure it (without the true peak it costs half); TakeError when it cannot be read."""
    meter = f"{METER}:peak=true" if peak else METER
    return read_meter(run_ffmpeg(["-i", str(path), "-map", "0:a:0", "-af", meter, "-c:a", "pcm_f64le", "-f", "null", "-"]))
