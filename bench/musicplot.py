"""Draws one film's score to look at: a piano roll by player, the wave, and the spectrum up to 8 kHz, on one clock."""

from __future__ import annotations

import io

import numpy as np

from tools.engines.score.book import compose
from tools.engines.score.form import Moment, Reel, plan
from tools.engines.score.play import joined, play, write
from tools.engines.song.beats import RATE, spectrogram

WIDTH = 1800
COLOURS = {
    "lead": (60, 60, 230), "solo": (40, 140, 255), "double": (140, 120, 255), "second": (60, 190, 60),
    "counter": (160, 160, 30), "figure": (200, 120, 60), "bass": (120, 60, 160), "pad0": (190, 190, 190),
    "pad1": (215, 215, 215),
}  # fmt: skip
STORY = (("calm", 3.0), ("hopeful", 11.3), ("curious", 19.0), ("tense", 28.5), ("joyful", 36.2), ("warm", 44.7))


def draw(path: str, mood: str = "warm", tempo: int = 84, seed: int = 7) -> None:
    """Draw the score of a minute with six scenes to a PNG file."""
    import cv2
    import pretty_midi

    book, _ = compose(mood, tempo, seed, [said for said, _ in STORY])
    reel = Reel(tuple(Moment(at, said) for said, at in STORY), 56.0, 60.0)
    spans, scale = plan(book, reel), WIDTH / 60.0
    roll = np.full((620, WIDTH, 3), 255, np.uint8)
    for run, midi in write(book, spans):
        for player in sorted(pretty_midi.PrettyMIDI(io.BytesIO(midi)).instruments, key=lambda p: not p.name.startswith("pad")):
            for note in player.notes:
                x0, x1 = (int((run[0].start + t) * scale) for t in (note.start, note.end))
                y = 610 - 8 * (note.pitch - 28)
                cv2.rectangle(roll, (x0, y - 6), (max(x1 - 1, x0 + 1), y), COLOURS.get(player.name, (0, 0, 0)), -1)
    for span in spans:
        cv2.line(roll, (int(span.start * scale), 0), (int(span.start * scale), 619), (0, 0, 255), 1)
        label = f"{span.cue.mood} {60 / span.pace:.0f} {span.cue.mode}"
        cv2.putText(roll, label, (int(span.start * scale) + 4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1)
    wave = joined(play(book, reel))
    column = wave[: len(wave) // WIDTH * WIDTH].reshape(WIDTH, -1)
    shape = np.full((200, WIDTH, 3), 255, np.uint8)
    for x, (low, high) in enumerate(zip(column.min(1), column.max(1), strict=True)):
        cv2.line(shape, (x, int(100 - 190 * high)), (x, int(100 - 190 * low)), (160, 90, 30), 1)
    magnitudes = 20 * np.log10(spectrogram(wave, 2048, len(wave) // WIDTH)[:, : 8000 * 2048 // RATE] + 1e-4)
    grey = np.clip((magnitudes + 60) / 95 * 255, 0, 255).astype(np.uint8).T[::-1]
    seen = cv2.applyColorMap(cv2.resize(grey, (WIDTH, 340)), cv2.COLORMAP_INFERNO)
    cv2.imwrite(path, np.vstack([roll, shape, seen]))
