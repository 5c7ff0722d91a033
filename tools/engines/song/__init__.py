"""A song that the person lends: heard for its beats and for where it can go round, and kept as the film's music."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from memory.errors import EngineError, TakeError
from memory.takes import Take
from tools.engines import EngineSpec, Made, MusicRequest
from tools.engines.song.beats import RATE, Audio, bands, loop_points, track
from tools.ffmpeg import run_ffmpeg
from tools.lent import MUSIC_LONGEST
from tools.loudness import measure

QUIET = 10 ** (-56 / 20)
"""Below this a song's ends are silence and are cut off."""
SHORT = 3.0
"""Seconds below which a piece has no beats to be found."""


class Song:
    """Makes a lent file ready to be the film's music; main file music.flac, 48 kHz stereo, its silent ends cut off.

    `data`: `seconds`, `lufs`, `tempo`, `beat` (seconds), `first` (the second of the first beat), `steadiness` (0..1) and
    `loop`, two bars between which it goes round. The mix plays it from its beginning and fades it out with the film.
    """

    spec = EngineSpec(
        name="song",
        version="2",
        role="music",
        licence="the person's own",
        credit="Music: a recording lent to this film",
        needs=("imageio_ffmpeg", "soundfile"),
        capabilities={"lent": True, "loops": True, "longest": MUSIC_LONGEST},
    )

    def __call__(self, request: MusicRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Decode and listen; EngineError when no file was lent, or what was lent cannot be played or is silent."""
        import soundfile

        if "lent" not in inputs:
            raise EngineError("No song was lent to this film. The film is unchanged. Name a sound file as its music.")
        wave = read(inputs["lent"].main, folder)
        seconds = len(wave) / RATE
        soundfile.write(folder / "music.flac", wave, RATE, subtype="PCM_16")
        facts = {"seconds": seconds, "lufs": measure(folder / "music.flac", peak=False).integrated, "song": True}
        if seconds < SHORT:
            return Made(main="music.flac", data=facts | {"loop": [0.0, seconds], "beat": 0.0, "first": 0.0, "tempo": 0.0})
        loud = bands(wave)
        beats = track(loud)
        found = {"beat": beats.beat, "first": beats.first, "tempo": 60 / beats.beat, "steadiness": beats.steadiness}
        return Made(main="music.flac", data=facts | found | {"loop": list(loop_points(loud, seconds, beats))})


def read(path: Path, folder: Path) -> Audio:
    """Decode a file to 48 kHz stereo in memory, its silent ends cut off; EngineError when it cannot be played or is silent."""
    import numpy as np
    import soundfile

    whole = folder / "song.part.wav"
    exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    wanted = ["-map", "0:a:0", "-ac", "2", "-ar", str(RATE), "-t", str(MUSIC_LONGEST), "-c:a", "pcm_f32le", *exact]
    try:
        run_ffmpeg(["-i", str(path), *wanted, str(whole)])
        wave: Audio = np.nan_to_num(soundfile.read(whole, dtype="float32", always_2d=True)[0])
    except (TakeError, soundfile.LibsndfileError) as error:
        raise EngineError("The lent song cannot be played: it is damaged. The film is unchanged. Lend another file.") from error
    finally:
        whole.unlink(missing_ok=True)
    loud = np.flatnonzero(np.abs(wave).max(axis=1) > QUIET) if len(wave) else np.empty(0)
    if not len(loud):
        raise EngineError("The lent song is silent from end to end. The film is unchanged. Lend another file.")
    return wave[int(loud[0]) : int(loud[-1]) + 1]
