"""The mix: voice, music and effects on the film's clock, ducked, mastered to -14 LUFS, with the stems kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, MixRequest
from tools.engines.cut.ducking import EFFECTS, MUSIC, Ducking
from tools.engines.cut.metering import Gauge
from tools.engines.cut.scoring import Played, music_track
from tools.engines.cut.speech_track import CHAIN, even, toned
from tools.engines.cut.stems import NAMES, Stem, write_stems
from tools.engines.cut.streams import RATE, Bed, Line, bed_blocks, file_blocks, speech_blocks
from tools.ffmpeg import run_ffmpeg
from tools.loudness import SILENCE, Loudness, measure
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
NEEDS_ROOM = VOICE - 27.5
"""dB RMS of the voice stem above which music and effects give way."""
PCM = ("-f", "f32le", "-ar")
SUM = "sum"
"""What the unfinished sum of the stems is called while the mix is made."""
EXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")


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
        voice, music, whole = (folder / f"{name}.part" for name in ("voice", "music", SUM))
        try:
            with ThreadPoolExecutor(1) as beside:
                spoken = beside.submit(_voice, line, inputs, voice)
                lift, played = _music(line, request, inputs, music)
                level, ducking = spoken.result()
            stems = (
                Stem(file_blocks(voice, 1, line.samples), _gain(level)),
                Stem(file_blocks(music, 2, line.samples), _gain(lift), MUSIC),
                Stem(bed_blocks(_beds(line, request, inputs), line.samples), 1.0, EFFECTS),
            )
            heard = write_stems(stems, ducking, line.samples, folder, whole)
            final, gain = _master(folder, heard)
        finally:
            for part in (voice, music, whole):
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
                "stems": [f"{name}.flac" for name in NAMES],
                "music": played,
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


def _write(blocks: Iterable[bytes], rate: int, channels: int, chain: str, path: Path) -> None:
    """Send blocks through a filter chain into a file of raw float32 at 48 kHz."""
    source = [*PCM, str(rate), "-ac", str(channels), "-i", "pipe:0"]
    run_ffmpeg([*source, "-af", f"{chain},aresample={RATE}", "-f", "f32le", str(path)], blocks)


def _voice(line: Timeline, inputs: Mapping[str, Take], path: Path) -> tuple[float, Ducking]:
    """Write the voice with its words where the clock has them; returns the dB that bring it to its level, and its ducking."""
    import soundfile

    takes = {slot.id: _take(inputs, f"speech:{slot.id}") for slot in line.slots}
    spoken = [slot for slot in line.slots if float(takes[slot.id].data["seconds"]) > 0]
    rate = max([soundfile.info(takes[slot.id].main).samplerate for slot in spoken], default=RATE)
    starts = {slot.id: line.sample(slot.start + slot.words_at, rate) for slot in spoken}
    lines = [Line(takes[name].main, at, even(takes[name], rate)) for name, at in starts.items()]
    blocks = speech_blocks(lines, rate, math.ceil(line.samples * rate / RATE))
    _write(blocks, rate, 1, ",".join((*CHAIN, *toned([(takes[name], at / rate) for name, at in starts.items()]))), path)
    gauge, ducking = Gauge(), Ducking()
    for block in file_blocks(path, 1, line.samples):
        gauge.add(block)
        ducking.add(block)
    lift = _lift(gauge.loudness, -BESIDE)
    ducking.listen(NEEDS_ROOM - lift)
    return lift, ducking


def _music(line: Timeline, request: MixRequest, inputs: Mapping[str, Take], path: Path) -> tuple[float, dict[str, Any]]:
    """Write the music on the film's clock; returns the dB that bring it to its level and what is in it. Silence for none."""
    if "music" not in inputs or request.music_db <= SILENT:
        path.touch()
        return 0.0, {}
    moods = [scene.mood for scene in request.scenes]
    film = Played(line.slots, moods, line.fps, line.samples / RATE, max([s.beat for s in request.scenes], default=0))
    track = music_track(inputs["music"], film)
    if track.rate == RATE:
        with path.open("wb") as file:
            file.writelines(track.blocks)
    else:
        _write(track.blocks, track.rate, 2, "anull", path)
    own = inputs["music"].data.get("lufs")
    return _lift(float(own) if own is not None else _heard(path, line.samples), request.music_db), track.facts


def _heard(path: Path, samples: int) -> float:
    gauge = Gauge()
    for block in file_blocks(path, 2, samples):
        gauge.add(block)
    return gauge.loudness


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


def _master(folder: Path, heard: float) -> tuple[Loudness, float]:
    """Bring the sum of the stems to -14 LUFS under the ceiling: encode, measure what came out, and correct twice at most."""
    gain = 0.0 if heard <= SILENCE else min(TARGET - heard + LIMITED, MOST)
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
    coded = ["-c:a", "aac", "-profile:a", "aac_low", "-aac_coder", "fast", "-b:a", "192k", "-ar", str(RATE), "-ac", "2"]
    source = [*PCM, str(RATE), "-ac", "2", "-i", str(folder / f"{SUM}.part"), "-af", chain]
    run_ffmpeg([*source, *coded, *EXACT, "-movflags", "+faststart", str(folder / "mix.m4a")])
