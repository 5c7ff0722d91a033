"""Help for the tests of the export room: a short film, takes made in this process, and readers that are not ours."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memory.film import Film
from memory.project import Project
from tools.exporting import Exported, Wish, export

TITLE = "Die Lampe 灯塔 & das Meer"
FILM: dict[str, Any] = {
    "title": TITLE, "logline": "A keeper lights the lamp <once> more.", "width": 160, "height": 90, "fps": 25,
    "style": {"palette": ["#101830", "#28406a", "#6a7fa8", "#d8b070", "#f4e6c8"]},
    "cast": [{"id": "c1", "name": "Mara", "description": "an old keeper with white hair"}],
    "scenes": [
        {
            "id": "s1", "title": "Night", "mood": "calm", "pause": 0.3, "transition": {"kind": "crossfade", "seconds": 0.4},
            "description": "Mara, an old keeper, stands beside a lighthouse at night.", "narration": "Mara kept the lamp.",
            "shots": [
                {"id": "s1a", "framing": "wide", "seed": 1, "prompt": "Mara", "camera": {"move": "push_in", "amount": 0.3}},
                {"id": "s1b", "framing": "close", "seed": 1, "camera": {"move": "static"}},
            ],
        },
        {
            "id": "s2", "title": "Sea", "pause": 0.3, "description": "A meadow with a tree.", "narration": "Then day came.",
            "shots": [{"id": "s2a", "seed": 2, "camera": {"move": "pan_left", "amount": 0.4}}],
        },
    ],
}  # fmt: skip


def new_film(root: Path, **change: Any) -> Project:
    """The short film in a folder of its own."""
    return Project.create(root, Film.model_validate({**FILM, **change}), "drafted")


def take_out(project: Project, **wish: Any) -> Exported:
    """Export something of a film."""
    return export(project, Wish(**wish))


def made(done: Exported) -> list[str]:
    """The roles of the takes that an export had to make."""
    return [p.job.role for p in done.jobs if p.status == "made"]


@dataclass(frozen=True)
class Seen:
    """A media file as PyAV reads it."""

    width: int
    height: int
    fps: int
    frames: int
    video: str
    pixels: str
    profile: str
    audio: str
    rate: int
    subtitles: tuple[str, ...]
    colours: tuple[int, int, int, int]
    """Range (1 is limited), primaries, transfer, matrix: 1 is BT.709."""
    chapters: int
    title: str
    languages: frozenset[str]
    """Of sound and captions."""


def seen(path: Path) -> Seen:
    """What is in a file, every frame of its pictures decoded."""
    import av

    with av.open(str(path)) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        frames = list(file.decode(video=0))
        first = frames[0]
        return Seen(
            video.codec_context.width, video.codec_context.height, round(video.average_rate), len(frames),
            video.codec_context.name, video.codec_context.pix_fmt, str(video.codec_context.profile), audio.codec_context.name,
            audio.codec_context.sample_rate, tuple(s.codec_context.name for s in file.streams.subtitles),
            (int(first.color_range), int(first.color_primaries), int(first.color_trc), int(first.colorspace)),
            len(file.chapters()), file.metadata.get("title", ""),
            frozenset(stream.metadata.get("language", "und") for stream in (audio, *file.streams.subtitles)),
        )  # fmt: skip


def loudness(path: Path) -> float:
    """Integrated loudness by pyloudnorm, of the sound as it is decoded by PyAV."""
    import av
    import numpy as np
    import pyloudnorm

    with av.open(str(path)) as file:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48_000)
        blocks = [part.to_ndarray() for frame in file.decode(audio=0) for part in resampler.resample(frame)]
    return float(pyloudnorm.Meter(48_000).integrated_loudness(np.concatenate(blocks, axis=1).T))


def boxes(path: Path) -> list[str]:
    """The outermost boxes of an MP4 or MOV file, in order."""
    data, at, found = path.read_bytes(), 0, []
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if size == 1:
            size = struct.unpack(">Q", data[at + 8 : at + 16])[0]
        found.append(kind.decode("latin-1"))
        at += size or len(data)
    return found
