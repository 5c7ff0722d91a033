"""Measures the score: is the tempo asked for heard, and the key, do the moods sound different, does it end with the picture.

`python -m bench.music [--pieces 50] [--plot FILE.png]`: pieces of all moods, each a film of its own with other scenes,
performed and listened to by `bench.hearing`. With --plot it also draws one film's score: its notes, wave and spectrum.
"""

from __future__ import annotations

import argparse
import resource
from dataclasses import dataclass

import numpy as np

from bench.hearing import COLOURS, Heard, listen, second_opinion
from tools.engines.score.book import Book, compose
from tools.engines.score.clock import Clock
from tools.engines.score.form import Moment, Reel, plan
from tools.engines.score.moods import moods
from tools.engines.score.play import joined, play, write
from tools.engines.song.beats import RATE, Audio, Numbers

SEEDS = 5


@dataclass(frozen=True)
class Piece:
    """One film's score as asked for and as heard."""

    mood: str
    tempo: int
    book: Book
    reel: Reel
    heard: Heard
    second: float | None
    """Beats a minute as an independent listener hears them; None where it is not installed."""
    peak: float
    last: float
    """Seconds between the last event and the film's end."""
    tail: float
    """dB of the last half second but 200 ms, against the whole."""


def film(seed: int, mood: str) -> tuple[int, Reel]:
    """A tempo within a sixth of the mood's own, and four to six scenes as long as sentences are; title and credits around."""
    rng = np.random.default_rng([seed, sum(map(ord, mood))])
    tempo = round(moods()[mood].tempo * float(rng.uniform(0.85, 1.18)))
    starts = 3 + np.cumsum([0, *rng.uniform(6.5, 12.5, int(rng.integers(4, 7)))])
    return tempo, Reel(tuple(Moment(float(at), "") for at in starts[:-1]), float(starts[-1]), float(starts[-1]) + 4)


def make(seed: int, mood: str) -> Piece:
    """Compose, perform and listen."""
    tempo, reel = film(seed, mood)
    book, _ = compose(mood, tempo, seed, ())
    wave = joined(play(book, reel))
    peak, heard, second = float(np.abs(wave).max()), listen(wave), second_opinion(wave)
    return Piece(mood, tempo, book, reel, heard, second, peak, _last(book, reel), _tail(wave))


def kept(seed: int) -> float:
    """Share of a film's beats that go within 3 % of their cue's tempo, in a film whose scenes all have moods of their own."""
    rng, names = np.random.default_rng([seed, 7]), list(moods())
    tempo, reel = film(seed, names[seed % len(names)])
    scenes = tuple(Moment(scene.start, str(rng.choice(names))) for scene in reel.scenes)
    book, _ = compose(names[seed % len(names)], tempo, seed, [scene.mood for scene in scenes])
    ratios: list[float] = []
    for span in plan(book, Reel(scenes, reel.end, reel.seconds)):
        clock = Clock([span])
        ratios += [(clock.seconds(b + 1) - clock.seconds(b)) / span.cue.beat for b in range(span.beats)]
    return float(np.mean(np.abs(np.array(ratios) - 1) <= 0.03))


def _last(book: Book, reel: Reel) -> float:
    *_, (run, midi) = write(book, plan(book, reel))
    return abs(run[0].start + _seconds(midi) - reel.seconds)


def _seconds(midi: bytes) -> float:
    import io

    import pretty_midi

    return float(max(note.end for player in pretty_midi.PrettyMIDI(io.BytesIO(midi)).instruments for note in player.notes))


def _tail(wave: Audio) -> float:
    last = wave[-RATE // 2 : -RATE // 5]
    return float(10 * np.log10((last**2).mean() / (wave**2).mean()))


def tempo_right(heard: float, asked: float, octave: bool = False) -> bool:
    """Within 3 % of the tempo asked for; with `octave` its half, double, third or triple counts as well (MIREX, accuracy 2)."""
    ratio = heard / asked
    return any(abs(ratio / factor - 1) <= 0.03 for factor in ((1, 2, 0.5, 3, 1 / 3) if octave else (1,)))


def key_right(piece: Piece) -> bool:
    """The tonic, and major or minor after the third of the mode."""
    cue = piece.book.cue("")
    major = cue.mode in ("ionian", "lydian", "mixolydian")
    return (piece.heard.tonic, piece.heard.major) == (cue.tonic, major)


def told_apart(pieces: list[Piece]) -> tuple[float, dict[str, float]]:
    """Share of pieces whose mood is the nearest centroid (whitened), each seed left out of what is learned; and by mood."""
    colours = np.array([piece.heard.colour for piece in pieces])
    names = np.array([piece.mood for piece in pieces])
    seeds = np.arange(len(pieces)) // len(moods())
    right = np.zeros(len(pieces))
    for seed in np.unique(seeds):
        known, asked = seeds != seed, seeds == seed
        right[asked] = _nearest(colours[known], names[known], colours[asked]) == names[asked]
    return float(right.mean()), {name: float(right[names == name].mean()) for name in moods()}


def _nearest(known: Numbers, names: np.ndarray, asked: Numbers) -> np.ndarray:
    """Fisher's discriminant: distance to each centroid in units of the spread within moods (R. A. Fisher, 1936)."""
    kinds = np.unique(names)
    centroids = np.array([known[names == kind].mean(axis=0) for kind in kinds])
    within = known - centroids[np.searchsorted(kinds, names)]
    spread = within.T @ within / (len(known) - len(kinds)) + 1e-3 * np.diag(known.var(axis=0))
    apart = asked[:, None] - centroids[None]
    distance = np.einsum("ijk,kl,ijl->ij", apart, np.linalg.inv(spread), apart)
    return np.asarray(kinds[np.argmin(distance, axis=1)])


def report(pieces: list[Piece]) -> None:
    """Print the tables."""
    print(f"{'mood':<11} {'asked':>5} {'heard':>6}  {'librosa':>7}  key asked           heard     peak  last event  tail dB")
    for p in pieces:
        cue = p.book.cue("")
        heard = f"{p.heard.tonic:>2} {'major' if p.heard.major else 'minor'}{' ' if key_right(p) else '!'}"
        mark = " " if tempo_right(p.heard.tempo, p.tempo) else "!"
        tempos = f"{p.mood:<11} {p.tempo:>5} {p.heard.tempo:>6.1f}{mark} {p.second or 0:>7.1f}"
        print(f"{tempos}  {cue.tonic:>2} {cue.key.name:<17}{heard}  {p.peak:.2f}  {1000 * p.last:6.1f} ms  {p.tail:6.1f}")

    for name in moods():
        mean = np.mean([p.heard.colour for p in pieces if p.mood == name], axis=0)
        print(f"{name:<11}", *(f"{label} {value:.2f};" for label, value in zip(COLOURS, mean, strict=True)))
    share, by_mood = told_apart(pieces)
    exact, octave = (np.mean([tempo_right(p.heard.tempo, p.tempo, octave=o) for p in pieces]) for o in (False, True))
    print(f"tempo within 3 %: {exact:.0%}, with half, double and triple: {octave:.0%}")
    second = [tempo_right(p.second, p.tempo) for p in pieces if p.second is not None]
    print(f"tempo within 3 % as librosa hears it: {np.mean(second):.0%}" if second else "librosa is not installed")
    held = np.mean([kept(seed) for seed in range(50)])
    print(f"films of many moods: {held:.0%} of the beats go within 3 % of their cue's tempo, the rest meet the next scene")
    print(f"key right: {np.mean([key_right(p) for p in pieces]):.0%}")
    print(f"moods told apart: {share:.0%} (chance {1 / len(moods()):.0%});", {k: f"{v:.0%}" for k, v in by_mood.items()})
    print(f"highest peak {max(p.peak for p in pieces):.2f}")
    print(f"last event at most {1000 * max(p.last for p in pieces):.1f} ms from the film's end")


def main() -> None:
    """Read the arguments, make the pieces, print what was heard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=SEEDS * len(moods()))
    parser.add_argument("--plot", help="draw one film's score to this PNG file")
    parser.add_argument("--first", type=int, default=100, help="the first seed")
    args = parser.parse_args()
    if args.plot:
        from bench.musicplot import draw

        draw(args.plot)
        return
    names, before = list(moods()), _cpu()
    pieces = [make(args.first + i // len(names), names[i % len(names)]) for i in range(args.pieces)]
    report(pieces)
    print(f"{(_cpu() - before) / sum(p.reel.seconds for p in pieces) * 60:.1f} CPU-s a minute of music, listening included")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
