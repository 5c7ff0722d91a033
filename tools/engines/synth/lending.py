"""A sound the person lends: decoded, trimmed of silence, and made to join its own beginning by a crossfade."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError, TakeError
from tools.engines.synth.circle import RATE
from tools.ffmpeg import run_ffmpeg

Loop = NDArray[np.float32]
LONGEST = 120.0
"""Seconds of a lent sound that are used."""
JOIN = 1.5
"""Seconds of crossfade at the join, at most a third of the sound."""
QUIET = 10 ** (-56 / 20)
"""Below this a file's ends are silence and are cut off."""


def read(path: Path, folder: Path) -> Loop:
    """Decode a lent file to 48 kHz stereo, its silent ends cut off; EngineError when it cannot be played or is silent."""
    import soundfile

    whole = folder / "lent.wav"
    exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    wanted = ["-map", "0:a:0", "-ac", "2", "-ar", str(RATE), "-t", str(LONGEST), "-c:a", "pcm_f32le", *exact]
    try:
        run_ffmpeg(["-i", str(path), *wanted, str(whole)])
        wave: Loop = soundfile.read(whole, dtype="float32", always_2d=True)[0]
    except (TakeError, soundfile.LibsndfileError) as error:
        raise EngineError(
            "The lent sound cannot be played: it is damaged. The film is unchanged. Lend another file."
        ) from error
    finally:
        whole.unlink(missing_ok=True)
    loud = np.flatnonzero(np.abs(np.nan_to_num(wave)).max(axis=1) > QUIET) if len(wave) else np.empty(0)
    if not len(loud):
        raise EngineError("The lent sound is silent from end to end. The film is unchanged. Lend another file.")
    return np.nan_to_num(wave[int(loud[0]) : int(loud[-1]) + 1])


def joined(wave: Loop) -> Loop:
    """Make a loop of a sound: its last stretch gives way, at equal power, to what comes before its beginning.

    The tile begins where the crossfade ends, so that its end runs on into its beginning.
    """
    fade = min(int(JOIN * RATE), len(wave) // 3)
    if fade < 2:
        return wave
    rise = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None]
    head, tail = wave[:fade], wave[-fade:]
    return np.concatenate([wave[fade:-fade], tail * rise[::-1] + head * rise])
