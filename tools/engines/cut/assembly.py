"""The film: pieces joined by stream copy, the mix beside them, captions, chapters and a title; nothing is encoded again."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from memory.errors import EngineError, TakeError
from memory.tables import read_table
from memory.takes import Take
from tools.engines import EngineSpec, FilmRequest, Made
from tools.engines.cut.encode import check_frames, concat_list
from tools.engines.cut.subtitles import film_cues, write_files
from tools.ffmpeg import probe, run_ffmpeg
from tools.guards.tables import table
from tools.timing import Slot, Timed, clock

MAIN = "film.mp4"


class Assembly:
    """Joins segments, mix and captions into the film."""

    spec = EngineSpec(
        name="film",
        version="3",
        role="cut",
        licence="Apache-2.0",
        credit="Assembly: Onereel with ffmpeg (GPL)",
        needs=("imageio_ffmpeg", "av", "pysubs2"),
        capabilities={"captions": ("srt", "vtt", "mov_text"), "chapters": True},
    )

    def __call__(self, request: FilmRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write film.mp4, film.srt and film.vtt.

        data: frames, fps, seconds, audio_seconds, captions (how many). Raises EngineError for missing inputs and TakeError
        when the pieces do not add up to the clock that sound and captions keep.
        """
        needed = [*request.order, "mix", *(f"speech:{scene.id}" for scene in request.scenes)]
        missing = [name for name in needed if name not in inputs]
        if missing:
            raise EngineError(f"The film cannot be joined without {', '.join(missing)}. All finished takes are kept.")
        slots = _slots(request, inputs)
        frames = _count(request, inputs, slots)
        picture = probe(inputs[request.order[0]].main)
        sized = (picture.width, picture.height, request.fps)
        cues, notes = film_cues({slot.id: inputs[f"speech:{slot.id}"] for slot in slots}, slots, sized)
        write_files(cues, folder)
        with tempfile.TemporaryDirectory(dir=folder) as work:
            _mux(request, inputs, folder, (Path(work), bool(cues), _chapters(request, slots, frames)))
        check_frames(folder / MAIN, frames)
        sound = probe(inputs["mix"].main).seconds
        data = {
            "frames": frames,
            "fps": request.fps,
            "seconds": frames / request.fps,
            "audio_seconds": sound,
            "captions": len(cues),
        }
        return Made(MAIN, tuple(notes), data)


def _slots(request: FilmRequest, inputs: Mapping[str, Take]) -> list[Slot]:
    timed = [
        Timed(scene.id, float(inputs[f"speech:{scene.id}"].data["seconds"]), scene.pause, scene.transition, scene.beat)
        for scene in request.scenes
    ]
    return clock(timed, request.fps, request.title)


def _count(request: FilmRequest, inputs: Mapping[str, Take], slots: Sequence[Slot]) -> int:
    """Add up the pieces' frames, and see that every scene begins where the clock says."""
    at = 0
    starts = {f"segment:{slot.id}": slot.start + slot.enter for slot in slots}
    for name in request.order:
        if starts.get(name, at) != at:
            raise TakeError(
                f"{name} would begin at frame {at} where sound and captions expect {starts[name]}. "
                "The film was not joined and all takes are kept; render again."
            )
        at += int(inputs[name].data["frames"])
    return at


def _chapters(request: FilmRequest, slots: Sequence[Slot], frames: int) -> str:
    """Write title and chapters as ffmetadata: one a scene, and one each for title card and credits."""
    titles = [*request.scene_titles, *(slot.id for slot in slots[len(request.scene_titles) :])]
    marks = [(slot.start, title) for slot, title in zip(slots, titles, strict=False)]
    if marks and marks[0][0] > 0:
        marks.insert(0, (0, request.name or "Title"))
    if slots and slots[-1].end < frames:
        marks.append((slots[-1].end, "Credits"))
    said = table("labels")["metadata"]["comment"]
    lines = [";FFMETADATA1", f"title={_plain(request.name)}", f"comment={_plain(said)}"]
    for (start, title), stop in zip(marks, [*(start for start, _ in marks[1:]), frames], strict=True):
        lines += ["[CHAPTER]", f"TIMEBASE=1/{request.fps}", f"START={start}", f"END={stop}", f"title={_plain(title)}"]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Escape what ffmetadata gives a meaning to; a title is one line."""
    return "".join(f"\\{c}" if c in "=;#\\" else c for c in " ".join(text.split()))


@cache
def _languages() -> dict[str, str]:
    return {k: str(v) for k, v in read_table(Path(__file__).with_name("languages.toml")).items()}


def track_language(language: str) -> str:
    """Three-letter code of a film's language for MP4 tracks: "en-GB" is "eng"; "und" when it is not known."""
    code = language.split("-", maxsplit=1)[0].lower()
    return code if len(code) == 3 else _languages().get(code, "und")


def _mux(request: FilmRequest, inputs: Mapping[str, Take], folder: Path, parts: tuple[Path, bool, str]) -> None:
    """Join by stream copy; `parts` are the work folder, whether there are captions, and title and chapters as ffmetadata."""
    work, captioned, chapters = parts
    (work / "film.ffmeta").write_text(chapters, encoding="utf-8")
    pieces = concat_list([inputs[name].main for name in request.order], work / "pieces.txt")
    language = track_language(request.language)
    args = ["-f", "concat", "-safe", "0", "-i", str(pieces), "-i", str(inputs["mix"].main.resolve())]
    args += ["-f", "ffmetadata", "-i", str(work / "film.ffmeta")]
    args += ["-f", "srt", "-i", str(folder / "film.srt")] if captioned else []
    args += ["-map", "0:v:0", "-map", "1:a:0", *(["-map", "3:s:0", "-c:s", "mov_text"] if captioned else [])]
    args += [
        "-map_metadata",
        "2",
        "-map_chapters",
        "2",
        "-c:v",
        "copy",
        "-c:a",
        "copy",
        "-metadata:s:a:0",
        f"language={language}",
    ]
    args += ["-metadata:s:s:0", f"language={language}", "-disposition:s:0", "0"] if captioned else []
    args += ["-video_track_timescale", str(1000 * request.fps), "-movflags", "+faststart", "-fflags", "+bitexact"]
    run_ffmpeg([*args, "-f", "mp4", str(folder / MAIN)])
