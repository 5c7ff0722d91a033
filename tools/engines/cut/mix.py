"""The mix: voice, music and effects on the film's clock, ducked, mastered to -14 LUFS, with the stems kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, MixRequest
from tools.engines.cut.scoring import Played, music_track
from tools.engines.cut.speech_track import CHAIN, even, toned
from tools.engines.cut.streams import RATE, Bed, Line, bed_blocks, speech_blocks
from tools.ffmpeg import run_ffmpeg
from tools.loudness import METER, SILENCE, Loudness, measure, read_meter
from tools.timing import Slot, Timed, clock

TARGET = -14.0
"""LUFS, integrated, of the finished mix."""
CEILING = -1.0
"""dBTP that the finished mix never passes, measured after AAC."""
VOICE = -18.0
"""LUFS of the voice stem, before mastering."""
BESIDE = 9.0
"""Levels are on a scale where the voice stands at -9 dB: -18 is 9 dB under it, and about 18 while ducked by words."""
SILENT = -60.0
"""A level of -60 dB (or below) is silence."""
MARGIN = 1.0
"""dB that the limiter stays under the ceiling at first: for peaks between samples, and for what AAC adds to them."""
MOST = 30.0
"""dB: the most a mix is lifted in mastering; a film of whispers stays one."""
LIMITED = 0.15
"""dB of loudness that the limiter usually takes away again."""
FADE = 0.4
"""Seconds over which a scene's ambience comes and goes at a cut."""
RELEASE = 1.5
"""Seconds the last scene's ambience lingers into the credits."""
AHEAD = RATE // 5
"""Samples by which the key runs ahead of the voice, so that the music has made room when the word comes."""
DUCK_MUSIC = "sidechaincompress=threshold={t}:ratio=1.46:attack=420:release=620:knee=2:detection=rms:link=average"
DUCK_EFFECTS = "sidechaincompress=threshold={t}:ratio=1.14:attack=420:release=620:knee=2:detection=rms:link=average"
PCM = ("-f", "f32le", "-ar")
SUM = "sum"
"""What the unfinished sum of the stems is called while the mix is made."""
EXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")


FLOAT = ("-c:a", "pcm_f32le", *EXACT)


@dataclass(frozen=True)
class Timeline:
    """The film's clock as the mix needs it: slots, frames a second, and how many samples the film lasts at 48 kHz."""

    slots: tuple[Slot, ...]
    fps: int
    samples: int

    def sample(self, frame: int, rate: int = RATE) -> int:
        """Find the sample at which a frame begins."""
        return round(frame * rate / self.fps)


class Mix:
    """Mixes a whole film; main file mix.m4a (AAC-LC, 192 kb/s), stems voice.flac, music.flac and effects.flac.

    `data`: `integrated` (LUFS), `true_peak` (dBTP), `range` (LU), `seconds`, `gain_db` between the sum of the stems
    and the mix, and how the `music` was fitted. The stems are as long as the film to the sample and sum to the mix
    before mastering.
    """

    spec = EngineSpec(
        name="mix",
        version="9",
        role="cut",
        licence="Apache-2.0; ffmpeg LGPL/GPL",
        credit="Mix: Onereel with ffmpeg (GPL)",
        needs=("imageio_ffmpeg", "soundfile"),
        capabilities={"loudness": TARGET, "true_peak": CEILING, "stems": ("voice", "music", "effects")},
    )

    def __call__(self, request: MixRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Mix; EngineError when the take of a scene's words or sounds is missing."""
        line = timeline(request, inputs)
        parts = [folder / f"{name}.part.wav" for name in ("voice", "music", "effects", SUM)]
        try:
            level = _voice(line, inputs, parts[0])
            lift, music = _music(line, request, inputs, parts[1])
            beds = _beds(line, request, inputs)
            _write(bed_blocks(beds, line.samples), RATE, 2, "anull", line.samples, parts[2])
            heard = _stems(parts, (level, lift), line.samples, folder)
            final, gain = _master(folder, heard)
        finally:
            for part in parts:
                part.unlink(missing_ok=True)
        notes = () if final.integrated > TARGET - 1 or final.integrated <= SILENCE else (
            f"The film stays at {final.integrated:.1f} LUFS: there is too little sound in it to bring it to {TARGET:.0f}.",
        )  # fmt: skip
        return Made(
            main="mix.m4a",
            notes=notes,
            data={
                "integrated": final.integrated,
                "true_peak": max(final.peak, -120.0),
                "range": final.range,
                "seconds": line.samples / RATE,
                "gain_db": gain,
                "stems": ["voice.flac", "music.flac", "effects.flac"],
                "music": music,
            },
        )


def timeline(request: MixRequest, inputs: Mapping[str, Take]) -> Timeline:
    """Place every scene on the clock by the seconds of its speech take; title before, credits after."""
    timed = [Timed(s.id, _spoken(inputs, s.id), s.pause, s.transition, s.beat) for s in request.scenes]
    slots = clock(timed, request.fps, request.title)
    frames = max([slot.end for slot in slots], default=round(request.title * request.fps)) + round(
        request.credits * request.fps
    )
    return Timeline(tuple(slots), request.fps, max(round(frames * RATE / request.fps), 1))


def _take(inputs: Mapping[str, Take], name: str) -> Take:
    if name not in inputs:
        raise EngineError(f"The mix was not given {name!r}. Other takes are kept; render again to make what is missing.")
    return inputs[name]


def _spoken(inputs: Mapping[str, Take], scene: str) -> float:
    return float(_take(inputs, f"speech:{scene}").data["seconds"])


def _gain(db: float) -> float:
    return float(10 ** (db / 20))


def _write(blocks: Iterable[bytes], rate: int, channels: int, chain: str, samples: int, path: Path) -> str:
    """Send blocks through a filter chain into a 48 kHz stereo file of exactly `samples`; returns what ffmpeg said."""
    exact = f"aresample={RATE},apad=whole_len={samples},atrim=end_sample={samples}"
    source = [*PCM, str(rate), "-ac", str(channels), "-i", "pipe:0"]
    return run_ffmpeg([*source, "-af", f"{chain},{exact}", *FLOAT, str(path)], blocks)


def _voice(line: Timeline, inputs: Mapping[str, Take], path: Path) -> float:
    """Write the voice with its words where the clock has them; returns its loudness in LUFS."""
    import soundfile

    takes = {slot.id: _take(inputs, f"speech:{slot.id}") for slot in line.slots}
    spoken = [slot for slot in line.slots if float(takes[slot.id].data["seconds"]) > 0]
    rate = max([soundfile.info(takes[slot.id].main).samplerate for slot in spoken], default=RATE)
    starts = {slot.id: line.sample(slot.start + slot.words_at, rate) for slot in spoken}
    lines = [Line(takes[name].main, at, even(takes[name], rate)) for name, at in starts.items()]
    blocks = speech_blocks(lines, rate, math.ceil(line.samples * rate / RATE))
    chain = ",".join((*CHAIN, *toned([(takes[name], at / rate) for name, at in starts.items()]), "pan=stereo|c0=c0|c1=c0"))
    return read_meter(_write(blocks, rate, 1, f"{chain},{METER}", line.samples, path)).integrated


def _music(line: Timeline, request: MixRequest, inputs: Mapping[str, Take], path: Path) -> tuple[float, dict[str, Any]]:
    """Write the music on the film's clock; returns the dB that bring it to its level and what is in it. Silence for none."""
    if "music" not in inputs or request.music_db <= SILENT:
        _write(bed_blocks([], line.samples), RATE, 2, "anull", line.samples, path)
        return 0.0, {}
    moods = [scene.mood for scene in request.scenes]
    film = Played(line.slots, moods, line.fps, line.samples / RATE, max([s.beat for s in request.scenes], default=0))
    track = music_track(inputs["music"], film)
    heard = read_meter(_write(track.blocks, track.rate, 2, METER, line.samples, path)).integrated
    own = inputs["music"].data.get("lufs")
    return _lift(float(own) if own is not None else heard, request.music_db), track.facts


def _level(take: Take, level: float) -> float:
    """Find the dB that bring a take to `level` on the scale beside the voice, whatever its own loudness."""
    own = take.data.get("lufs")
    return _lift(float(own) if own is not None else measure(take.main, peak=False).integrated, level)


def _lift(lufs: float, level: float) -> float:
    """Find the dB that bring sound of that loudness to `level`."""
    return VOICE + BESIDE + level - lufs if lufs > SILENCE else 0.0


def _beds(line: Timeline, request: MixRequest, inputs: Mapping[str, Take]) -> list[Bed]:
    beds: list[Bed] = []
    for index, scene in enumerate(request.scenes):
        for number, level in enumerate(scene.sounds_db):
            if level <= SILENT:
                continue
            take = _take(inputs, f"sound:{scene.id}:{number}")
            start, rise, end, fall = _edges(line, index)
            phase = 0.0 if take.data.get("once") else (0.618034 * (index + number)) % 1.0
            beds.append(Bed(take.main, start, end, rise, fall, _gain(_level(take, level)), phase))
    return beds


def _edges(line: Timeline, index: int) -> tuple[int, int, int, int]:
    """(start, fade in, end, fade out) in samples: across a cut, over a transition, and out into the credits."""
    slot, half = line.slots[index], int(FADE * RATE / 2)
    start, rise = (
        (line.sample(slot.start), line.sample(slot.enter)) if slot.enter else (line.sample(slot.start) - half, 2 * half)
    )
    end, fall = line.sample(slot.end), max(line.sample(slot.leave), 2 * half)
    if index == len(line.slots) - 1:
        end, fall = end + int(RELEASE * RATE), fall + int(RELEASE * RATE)
    elif not slot.leave:
        end += half
    start, end = max(start, 0), min(end, line.samples)
    return start, min(rise, end - start), end, min(fall, end - start)


def _stems(parts: Sequence[Path], levels: tuple[float, float], samples: int, folder: Path) -> Loudness:
    """Duck music and effects under the voice, write the three stems and their sum (the last of `parts`), and measure it.

    `levels` are the voice's own loudness in LUFS and the dB by which the music is lifted.
    """
    lift = VOICE - levels[0] if levels[0] > SILENCE else 0.0
    threshold = _gain(VOICE - 27)
    # sidechaincompress may drop its last frames when one of its inputs ends: both end two seconds after the film
    longer = f"apad=whole_len={samples + 2 * RATE}"
    key = f"atrim=start_sample={AHEAD},asetpts=PTS-STARTPTS,{longer}"
    graph = (
        f"[0:a]volume={lift:.2f}dB,asplit=4[voice][sum0][k1][k2];"
        f"[k1]{key}[key1];[k2]{key}[key2];"
        f"[1:a]volume={levels[1]:.2f}dB,{longer}[m];[2:a]{longer}[e];"
        f"[m][key1]{DUCK_MUSIC.format(t=f'{threshold:.6f}')},atrim=end_sample={samples},asplit[music][sum1];"
        f"[e][key2]{DUCK_EFFECTS.format(t=f'{threshold:.6f}')},atrim=end_sample={samples},asplit[effects][sum2];"
        f"[sum0][sum1][sum2]amix=inputs=3:normalize=0:duration=longest,{METER}[sum]"
    )
    args = [word for part in parts[:3] for word in ("-i", str(part))]
    outs = [word for name in ("voice", "music", "effects") for word in _flac(name, folder)]
    return read_meter(run_ffmpeg([*args, "-filter_complex", graph, *outs, "-map", "[sum]", *FLOAT, str(parts[3])]))


def _flac(name: str, folder: Path) -> list[str]:
    return ["-map", f"[{name}]", "-c:a", "flac", "-sample_fmt", "s16", *EXACT, str(folder / f"{name}.flac")]


def _master(folder: Path, heard: Loudness) -> tuple[Loudness, float]:
    """Bring the sum of the stems to -14 LUFS under the ceiling: encode, measure what came out, and correct twice at most."""
    gain = 0.0 if heard.integrated <= SILENCE else min(TARGET - heard.integrated + LIMITED, MOST)
    ceiling = CEILING - MARGIN
    for _ in range(3):
        _encode(folder, gain, ceiling)
        final = measure(folder / "mix.m4a")
        short = min(TARGET - final.integrated, MOST - gain)
        if final.integrated <= SILENCE or (abs(short) <= 0.3 and final.peak <= CEILING):
            break
        gain += short
        ceiling -= max(final.peak - CEILING, 0.0) + (0.1 if final.peak > CEILING else 0.0)
    return final, gain


def _encode(folder: Path, gain: float, ceiling: float) -> None:
    """Lift the sum, limit it, and encode AAC-LC; what peaks between samples and AAC add is in the ceiling's margin."""
    chain = f"volume={gain:.3f}dB,alimiter=limit={_gain(ceiling):.5f}:attack=4:release=80:level=0:latency=1"
    coded = [
        "-c:a",
        "aac",
        "-profile:a",
        "aac_low",
        "-aac_coder",
        "fast",
        "-b:a",
        "192k",
        "-ar",
        str(RATE),
        "-ac",
        "2",
    ]
    source = ["-i", str(folder / f"{SUM}.part.wav"), "-af", chain]
    run_ffmpeg([*source, *coded, *EXACT, "-movflags", "+faststart", str(folder / "mix.m4a")])
