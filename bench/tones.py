"""Tones, heard back: what each does to pace, pauses, pitch and energy, measured in the sound and not in the settings.

    python -m bench.tones [--voices heart,emma,george,michael]

Pace is syllables' time: the seconds of words (pauses left out) against the same words said plainly, as 1 / that. Pauses are the
mean silence between sentences. Height and spread are of the pitch, in semitones; energy is the loudness of the take (LUFS, dB)
against the plain one as the mix lays it down; breath is the share of frames that have no pitch, which a whisper raises.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile

from tools.engines import SpeechRequest, load_engine
from tools.engines.cut.speech_track import CHAIN, SPOKEN
from tools.engines.phonemes.manner import tones
from tools.engines.phonemes.pitch import measure_pitch
from tools.ffmpeg import run_ffmpeg

TEXT = (
    "The old keeper climbed the stairs before dawn. Below her the sea was calm, and boats lay still at their moorings. "
    "Who had left the door open? Nobody had ever read her book, she thought, and nobody ever would."
)


@dataclass(frozen=True)
class Heard:
    """What a take sounds like: seconds of words and of the mean pause, Hz, semitones, share without pitch, dB in the mix."""

    words: float
    pause: float
    middle: float
    spread: float
    breath: float
    level: float


def heard(voice: str, tone: str, folder: Path) -> Heard:
    """Say the text in that tone and measure it."""
    engine = "hibari" if voice == "heart" else "kokoro"
    made = load_engine("speech", engine)(SpeechRequest(text=TEXT, voice=voice, tone=tone), {}, folder)
    sound, rate = soundfile.read(folder / made.main, dtype="float32")
    spans = [(each["start"], each["end"]) for each in made.data["sentences"]]
    pauses = [max(after[0] - before[1], 0) for before, after in pairwise(spans)]
    gaps = [max(two["start"] - one["end"], 0) for one, two in pairwise(made.data["words"])]
    pitch = measure_pitch(sound, rate)
    words = float(made.data["seconds"]) - sum(gaps)
    return Heard(
        words,
        statistics.mean(pauses),
        pitch.middle,
        pitch.spread,
        1 - pitch.voiced,
        in_the_mix(folder / made.main, made.data.get("energy", 0.0)),
    )


def in_the_mix(path: Path, energy: float) -> float:
    """The dB of the louder half of a line once the mix has brought it to its level and through the voice's chain."""
    gain = SPOKEN - louder_half(path)
    out = path.with_name("mixed.wav")
    run_ffmpeg(["-i", str(path), "-af", ",".join((f"volume={gain}dB", *CHAIN, f"volume={energy}dB")), str(out)])
    return louder_half(out)


def louder_half(path: Path) -> float:
    """The power of the louder half of a sound's tenths of a second, in dB."""
    wave, rate = soundfile.read(path, dtype="float64")
    size = rate // 10
    power = np.sort((wave[: len(wave) // size * size].reshape(-1, size) ** 2).mean(axis=1))
    return float(10 * np.log10(power[len(power) // 2 :].mean()))


def main() -> None:
    """A line for every voice and tone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--voices", default="heart,emma,george,michael")
    print(f"{'voice':9} {'tone':11} {'pace':>6} {'pauses':>7} {'height':>7} {'spread':>7} {'breath':>7} {'energy':>7}")
    with tempfile.TemporaryDirectory() as work:
        for voice in parser.parse_args().voices.split(","):
            plain = heard(voice, "plain", Path(work))
            for tone in tones():
                found = heard(voice, tone, Path(work))
                height = 12 * np.log2(found.middle / plain.middle) if found.middle and plain.middle else 0.0
                print(f"{voice:9} {tone:11} {plain.words / found.words:6.2f} {found.pause / plain.pause:7.2f} {height:+7.1f} "
                      f"{found.spread / plain.spread:7.2f} {found.breath:7.0%} {found.level - plain.level:+7.1f}",
                      flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
