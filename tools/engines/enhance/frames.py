"""A foreign video as a stream of frames: read with a pinned reader, one frame after another, each with its own time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import FilmError

Plane = NDArray[np.uint8]
MOST_PIXELS = 8192 * 4608
"""Pixels of a frame above which a video is not read."""
UNCHANGED = "Nothing was written."
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyp", "mov"), (4, b"moov", "mov"), (4, b"mdat", "mov"), (4, b"wide", "mov"), (4, b"free", "mov"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"), (8, b"AVI ", "avi"), (0, b"FLV\x01", "flv"), (0, b"OggS", "ogg"),
    (0, b"\x00\x00\x01\xba", "mpeg"), (0, b"GIF8", "gif"), (0, b"\x30\x26\xb2\x75", "asf"), (0, b"\x47", "mpegts"),
)  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """One frame: its time in seconds and its planes Y (height x width), Cb and Cr (half of both, rounded down)."""

    time: Fraction
    y: Plane
    cb: Plane
    cr: Plane

    def at(self, time: Fraction) -> Frame:
        """The same picture at another time."""
        return Frame(time, self.y, self.cb, self.cr)


@dataclass(frozen=True)
class Source:
    """What a video file says of its picture; width and height are even, `depth` counts bits of a sample."""

    path: Path
    reader: str
    width: int
    height: int
    rate: Fraction
    seconds: float
    frames: int
    rotation: int
    depth: int
    full: bool
    """Whether samples use all values (JPEG range)."""
    rgb: bool
    tags: tuple[int, int, int]
    """Colour primaries, transfer and matrix as the file names them."""
    aspect: Fraction
    """Shape of a pixel."""
    audio: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    """Codecs of the sound and the caption tracks."""


def reader_of(path: Path) -> str:
    """The reader for a file by its first bytes; FilmError for what is no video: playlists and lists of files among it."""
    with path.open("rb") as file:
        head = file.read(189)
    for at, magic, name in _MAGIC:
        if head[at:].startswith(magic) and (name != "mpegts" or head[188:189] == b"\x47"):
            return name
    raise FilmError(
        f"{path.name[:80]} does not begin as a video file does, so it was not opened. {UNCHANGED} "
        "MP4, MOV, Matroska, WebM, AVI, MPEG, Ogg, FLV and GIF can be read; a playlist or a list of files is none."
    )


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The file opened by PyAV with the reader that its first bytes name; it can follow no link to anything else."""
    import av

    reader = reader_of(path)
    options = {"protocol_whitelist": "file", "enable_drefs": "0"} if reader == "mov" else {"protocol_whitelist": "file"}
    try:
        with av.open(f"file:{path.absolute()}", format=reader, options=options) as container:
            yield container
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        raise FilmError(
            f"{path.name[:80]} is damaged or cut short and cannot be read ({_short(error)}). {UNCHANGED}"
        ) from error


def _short(error: Exception) -> str:
    return str(getattr(error, "strerror", "") or error).split("\n")[0][:100].lower()


def survey(path: Path) -> Source:
    """What the file holds, from its head and its first frame; FilmError when there is no picture or it is too large."""
    with opened(path) as container:
        if not container.streams.video:
            raise FilmError(f"There is no picture in {path.name[:80]}. {UNCHANGED}")
        stream = container.streams.video[0]
        _bounded(path, stream.codec_context)
        frame = next(container.decode(stream), None)
        if frame is None:
            raise FilmError(f"No frame of {path.name[:80]} can be read. {UNCHANGED}")
        code = stream.codec_context
        rate = Fraction(stream.average_rate or stream.guessed_rate or 25)
        seconds = float(stream.duration * stream.time_base) if stream.duration else float(container.duration or 0) / 1e6
        return Source(
            path=path, reader=reader_of(path), width=frame.width // 2 * 2, height=frame.height // 2 * 2, rate=rate,
            seconds=seconds, frames=stream.frames or round(seconds * rate), rotation=int(frame.rotation or 0),
            depth=max(part.bits for part in frame.format.components), full=int(frame.color_range) == 2, rgb=frame.format.is_rgb,
            tags=(int(code.color_primaries), int(code.color_trc), int(code.colorspace)),
            aspect=Fraction(stream.sample_aspect_ratio or 1), audio=_codecs(container.streams.audio),
            captions=_codecs(container.streams.subtitles),
        )  # fmt: skip


def _codecs(streams: Any) -> tuple[str, ...]:
    """Their codecs, not the decoders that read them."""
    return tuple(str(stream.codec_context.codec.canonical_name) if stream.codec_context else "" for stream in streams)


def _bounded(path: Path, code: Any) -> None:
    if code.width < 16 or code.height < 16:
        raise FilmError(f"The picture of {path.name[:80]} is smaller than 16 x 16. {UNCHANGED}")
    if code.width * code.height > MOST_PIXELS:
        raise FilmError(f"{path.name[:80]} is {code.width} x {code.height}; at most 8192 x 4608 is read. {UNCHANGED}")


def frames(source: Source, start: float = 0, most: int = 0, passed: Callable[[], None] = lambda: None) -> Iterator[Frame]:
    """The frames from `start` seconds on, at most `most` of them, in order; where the file breaks off, they end.

    Only one frame is held at a time. `passed` hears of each that is damaged and passed over.
    """
    import av

    with opened(source.path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        if start:
            container.seek(int(start / stream.time_base) + (stream.start_time or 0), stream=stream)
        given, last = 0, Fraction(-1)
        try:
            for picture in _pictures(container, stream, passed):
                time = _time(picture, stream, last, source.rate)
                if time <= last or (start and time < start):
                    continue
                last, given = time, given + 1
                yield unpack(picture, source, time)
                if given == most:
                    return
        except (av.error.FFmpegError, EOFError):
            if not given:
                raise


def _pictures(container: Any, stream: Any, passed: Callable[[], None]) -> Iterator[Any]:
    import av

    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            passed()


def _time(picture: Any, stream: Any, last: Fraction, rate: Fraction) -> Fraction:
    """Seconds since the file's own beginning; frames without a time follow the one before."""
    if picture.pts is None:
        return last + 1 / rate if last >= 0 else Fraction(0)
    return max(Fraction(picture.pts * picture.time_base), Fraction(0))


def unpack(picture: Any, source: Source, time: Fraction) -> Frame:
    """A decoded picture as planes of 8 bits, of the source's size whatever its own."""
    from av.video.reformatter import Colorspace

    layout = "yuvj420p" if source.full and not source.rgb else "yuv420p"
    if (picture.format.name, picture.width, picture.height) != (layout, source.width, source.height):
        matrix = {"dst_colorspace": Colorspace.ITU709} if source.rgb else {}
        picture = picture.reformat(width=source.width, height=source.height, format=layout, **matrix)
    return from_packed(picture.to_ndarray(), (source.width, source.height), time)


def from_packed(packed: Plane, size: tuple[int, int], time: Fraction) -> Frame:
    """Planes that lie one after another (Y, Cb, Cr) as a frame."""
    width, height = size
    flat, luma, half = packed.reshape(-1), width * height, (height // 2, width // 2)
    quarter = luma // 4
    return Frame(
        time, flat[:luma].reshape(height, width), flat[luma : luma + quarter].reshape(half),
        flat[luma + quarter : luma + 2 * quarter].reshape(half),
    )  # fmt: skip


def to_packed(frame: Frame) -> Plane:
    """A frame's planes one after another, as (height * 3/2) x width."""
    height, width = frame.y.shape
    flat = np.concatenate([frame.y.reshape(-1), frame.cb.reshape(-1), frame.cr.reshape(-1)])
    return flat.reshape(height * 3 // 2, width)


def to_colours(frame: Frame) -> Plane:
    """A frame as red, green and blue for a net: samples are taken as they stand, so that the way back is exact."""
    import cv2

    size = (frame.y.shape[1], frame.y.shape[0])
    wide = [cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in (frame.cr, frame.cb)]
    return np.asarray(cv2.cvtColor(cv2.merge([frame.y, *wide]), cv2.COLOR_YCrCb2RGB), np.uint8)


def from_colours(picture: Plane, time: Fraction) -> Frame:
    """The way back from `to_colours`."""
    import cv2

    y, cr, cb = cv2.split(cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb))
    half = (picture.shape[1] // 2, picture.shape[0] // 2)
    return Frame(time, y, *(cv2.resize(plane, half, interpolation=cv2.INTER_AREA) for plane in (cb, cr)))
