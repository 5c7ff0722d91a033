"""Every kind of sound, measured and looked at.

`python -m bench.sounds` prints a row for each kind: what its join is worth against its own noise floor, crest factor, spectral
centroid, stereo width, loudness and the CPU seconds it took. `--sheet FILE.png` draws spectrograms, `--only wind,dog` a few.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.engines import SoundRequest
from tools.engines.synth.choosing import kinds
from tools.studio import synthesise

RATE = 48_000
ORDER = 32
"""Samples from which the next is foretold."""
HEARD = 64
"""Samples (1.3 ms) over which an error is summed: as long as a click."""
Wave = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """What was measured of one kind. `seam` and `floor` in dBFS: the error at the join, and the largest inside the sound."""

    kind: str
    seam: float
    floor: float
    crest: float
    centroid: float
    width: float
    lufs: float
    seconds: float

    @property
    def below(self) -> float:
        """How many dB the join lies below the floor; above 0 would be heard."""
        return self.seam - self.floor


def seam_error(wave: Wave) -> tuple[float, float]:
    """(error at the join, the largest error inside), dBFS: what a linear prediction from the samples before leaves unexplained.

    The prediction is least squares over the whole loop, so a join that the sound itself could not have made stands out as a
    click does; the floor is the largest error at any moment inside, where the sound's own events are.
    """
    mono = wave.mean(axis=1)
    turned = np.roll(mono, len(mono) // 2)
    lags = _lags(turned)
    matrix = lags[np.abs(np.subtract.outer(np.arange(ORDER), np.arange(ORDER)))] + 1e-9 * lags[0] * np.eye(ORDER)
    weights = np.linalg.solve(matrix, lags[1:])
    error = turned - np.convolve(turned, np.concatenate([[0], weights]))[: len(turned)]
    power = np.convolve(error[ORDER:] ** 2, np.ones(HEARD) / HEARD, "same")
    join = len(mono) // 2
    near = slice(join - ORDER - HEARD // 2, join - ORDER + HEARD // 2)
    at = power[near].max()
    others = np.concatenate([power[HEARD : near.start - HEARD], power[near.stop + HEARD : -HEARD]])
    return _db(at), _db(others.max())


def _lags(wave: Wave) -> Wave:
    spectrum = np.abs(np.fft.rfft(wave)) ** 2
    return np.fft.irfft(spectrum)[: ORDER + 1]


def _db(power: float) -> float:
    return float(10 * np.log10(max(power, 1e-12)))


def measured(kind: str, folder: Path, seed: int = 3) -> tuple[Row, Wave]:
    """Make a kind as a render does, and measure it."""
    import soundfile

    began = time.process_time()
    made = synthesise("sounds", "synth", SoundRequest(kind=kind, seed=seed), {}, folder)
    spent = time.process_time() - began
    wave = soundfile.read(folder / made.main)[0]
    seam, floor = seam_error(wave)
    power = np.abs(np.fft.rfft(wave.mean(axis=1))) ** 2
    centroid = float((np.fft.rfftfreq(len(wave), 1 / RATE) * power).sum() / power.sum())
    middle, side = (wave[:, 0] + wave[:, 1]) / 2, (wave[:, 0] - wave[:, 1]) / 2
    width = float(np.sqrt((side**2).sum() / (middle**2).sum()))
    crest = float(20 * np.log10(np.abs(wave).max() / np.sqrt((wave**2).mean())))
    return Row(kind, seam, floor, crest, centroid, width, float(made.data["lufs"]), spent), wave


def spectrogram(wave: Wave, width: int, height: int) -> NDArray[np.uint8]:
    """A loop as a picture: time to the right, 40 Hz to 20 kHz upward on a log scale, 80 dB from black to white."""
    size = 2048
    starts = np.linspace(0, len(wave) - size, width * 2).astype(int)
    frames = wave.mean(axis=1)[starts[:, None] + np.arange(size)] * np.hanning(size)
    power = np.abs(np.fft.rfft(frames)) ** 2
    power = power[: width * 2].reshape(width, 2, -1).max(axis=1)
    rows = np.geomspace(40, 20_000, height)[::-1] * size / RATE
    picture = np.stack([np.interp(rows, np.arange(size // 2 + 1), each) for each in power], 1)
    db = 10 * np.log10(picture / picture.max() + 1e-12)
    return np.asarray(np.clip((db + 80) / 80, 0, 1) * 255, np.uint8)


def sheet(waves: dict[str, Wave], path: Path, columns: int = 6) -> None:
    """Draw the spectrograms under their names into one picture."""
    import cv2

    cell = (220, 130)
    tiles = []
    for kind, wave in waves.items():
        tile = cv2.applyColorMap(spectrogram(wave, cell[0] - 8, cell[1] - 22), cv2.COLORMAP_INFERNO)
        framed = np.zeros((cell[1], cell[0], 3), np.uint8)
        framed[20 : cell[1] - 2, 4 : cell[0] - 4] = tile
        cv2.putText(framed, kind, (5, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (230, 230, 230), 1, cv2.LINE_AA)
        tiles.append(framed)
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[k : k + columns]) for k in range(0, len(tiles), columns)]
    cv2.imwrite(str(path), np.vstack(rows))


def main() -> None:
    """Measure, print, and draw when asked."""
    parser = argparse.ArgumentParser(description="Measure every kind of sound.")
    parser.add_argument("--only", default="", help="kinds, separated by commas")
    parser.add_argument("--sheet", type=Path, help="draw spectrograms into this PNG")
    said = parser.parse_args()
    names = [name.strip() for name in said.only.split(",") if name.strip()] or list(kinds())
    waves: dict[str, Wave] = {}
    rows: list[Row] = []
    print(f"{'kind':22} {'seam':>7} {'floor':>7} {'crest':>6} {'centroid':>9} {'width':>6} {'LUFS':>6} {'CPU s':>6}")
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            row, waves[name] = measured(name, Path(folder))
        rows.append(row)
        print(
            f"{row.kind:22} {row.seam:7.1f} {row.floor:7.1f} {row.crest:6.1f} {row.centroid:9.0f} "
            f"{row.width:6.2f} {row.lufs:6.1f} {row.seconds:6.2f}",
            flush=True,
        )
    worst = max(rows, key=lambda row: row.below)
    slow = max(rows, key=lambda row: row.seconds)
    print(
        f"{len(rows)} kinds; the join nearest to its floor: {worst.kind}, {worst.below:+.1f} dB; "
        f"the dearest: {slow.kind}, {slow.seconds:.2f} CPU s"
    )
    if said.sheet:
        sheet(waves, said.sheet)


if __name__ == "__main__":
    main()
