"""The enhanced frames encoded, then joined with what the source carried beside its picture: sound, captions, chapters, turn."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from memory.errors import FilmError, TakeError
from tools.engines.enhance.frames import Frame, Source, opened, to_packed
from tools.ffmpeg import run_ffmpeg

_CLOCK = 90_000
_COPIED = {
    "mp4": {"aac", "mp3", "ac3", "eac3", "alac", "opus", "flac", "mp2"},
    "mov": {"aac", "mp3", "ac3", "eac3", "alac", "pcm_s16le", "pcm_s24le"},
}
"""Sound that a container takes as it is; other sound is encoded as AAC. Matroska takes everything."""
_WORDS = {"mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text"}
QUALITY = "17"
"""x264's constant rate factor: what an eye does not tell from the original."""


def encode(frames: Iterator[Frame], source: Source, path: Path, fps: Fraction) -> int:
    """Write the frames as H.264 with the source's colour tags, pixel shape and turn; returns how many there were.

    `fps` is the steady rate, or 0 to keep every frame's own time.
    """
    import av

    count, stream = 0, None
    with av.open(f"file:{path.absolute()}", "w", format="mov") as container:
        for frame in frames:
            stream = stream or _stream(container, frame, source, fps)
            picture = av.VideoFrame.from_ndarray(to_packed(frame), format="yuv420p")
            picture.time_base = stream.codec_context.time_base
            picture.pts = round(frame.time / picture.time_base)
            picture.color_range = 2 if source.full else 1
            container.mux(stream.encode(picture))
            count += 1
        if stream is None:
            raise FilmError(f"No frame of {source.path.name[:80]} could be read. Nothing was written.")
        container.mux(stream.encode(None))
    return count


def _stream(container: Any, frame: Frame, source: Source, fps: Fraction) -> Any:
    stream = container.add_stream("libx264", rate=fps or source.rate, options={"crf": QUALITY, "preset": "veryfast"})
    height, width = frame.y.shape
    stream.width, stream.height, stream.pix_fmt = width, height, "yuvj420p" if source.full else "yuv420p"
    code = stream.codec_context
    code.time_base = 1 / fps if fps else Fraction(1, _CLOCK)
    code.sample_aspect_ratio = source.aspect
    code.color_primaries, code.color_trc, code.colorspace = (1, 1, 1) if source.rgb else source.tags
    code.color_range = 2 if source.full else 1
    if source.rotation:
        stream.set_display_rotation(source.rotation)
    return stream


def join(picture: Path, source: Source, target: Path) -> list[str]:
    """Put the picture and all else that the source holds into `target` by stream copy where the container allows it.

    Returns notes on what had to be encoded anew or left out.
    """
    kind, notes = target.suffix.lower().lstrip("."), list[str]()
    sound, words = _heard(source), [index for index, codec in enumerate(source.captions) if codec in _WORDS]
    if len(sound) < len(source.audio):
        notes.append("A sound track without any sound was left out.")
    if len(words) < len(source.captions):
        notes.append("Captions that are pictures were left out; MP4 and MOV hold captions as text.")
    copied = kind == "mkv" or all(source.audio[index] in _COPIED[kind] for index in sound)
    if not copied:
        notes.append(f"The sound was encoded anew as AAC, as {kind.upper()} does not hold {', '.join(source.audio)}.")
    streams = [("a", at, index) for at, index in enumerate(sound)] + [("s", at, index) for at, index in enumerate(words)]
    args = ["-copyts", "-i", str(picture), "-f", source.reader, "-i", f"file:{source.path.absolute()}", "-map", "0:v:0"]
    args += [part for type_, _, index in streams for part in ("-map", f"1:{type_}:{index}")]
    args += ["-map_metadata", "1", "-map_metadata:s:v", "0:s:v", "-map_chapters", "1", "-c", "copy"]
    args += [part for type_, at, index in streams for part in (f"-map_metadata:s:{type_}:{at}", f"1:s:{type_}:{index}")]
    args += [] if copied else ["-c:a", "aac", "-b:a", "192k"]
    args += ["-c:s", "srt" if kind == "mkv" else "mov_text"] if words else []
    args += ["-movflags", "+faststart"] if kind in _COPIED else []
    try:
        run_ffmpeg([*args, "-f", {"mkv": "matroska"}.get(kind, kind), str(target)])
    except TakeError as error:
        raise FilmError(f"The enhanced picture and the sound could not be joined: {error}") from error
    return notes


def _heard(source: Source) -> list[int]:
    """The sound tracks that hold anything at all."""
    found = []
    for index in range(len(source.audio)):
        with opened(source.path) as container:
            if any(packet.size for packet in container.demux(container.streams.audio[index])):
                found.append(index)
    return found
