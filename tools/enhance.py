"""Enhancing a video or picture that a person brings: made beside its place, signed, and only then given its name."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from memory.errors import FilmError, Refused
from memory.files import plainly, sync_file, sync_folder, whole_path
from tools import studio
from tools.engines.credentials import media_type
from tools.engines.enhance.requests import EnhanceRequest
from tools.provenance import sign_origin
from tools.provenance_origin import Origin, engine_words, words
from tools.shelf import fetched, item

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
VIDEOS = (".mp4", ".mov", ".mkv")
UNCHANGED = "Nothing was written."
_NETS = {"span": "span", "rife": "rife", "rife-hd": "rife-hd"}
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Enhanced:
    """What was made: the file, the sheet that shows it beside the source ("" for pictures), numbers, and notes in sentences."""

    path: Path
    sheet: Path | None
    data: Mapping[str, Any]
    notes: tuple[str, ...]
    signed: bool


def request_of(**asked: Any) -> EnhanceRequest:
    """The request for what was asked; FilmError with a sentence where a number cannot be meant."""
    try:
        return EnhanceRequest(source="", **asked)
    except ValidationError as error:
        first = error.errors()[0]
        name, why = first["loc"][0], first["msg"].lower()
        raise FilmError(f"{str(first['input'])[:40]!r} cannot be the {name} of an enhanced file: {why}. {UNCHANGED}") from error


def lacking(request: EnhanceRequest, root: Path) -> list[str]:
    """What the request needs from the shelf in `root` that is not there."""
    used: list[str] = [request.enlarge] if request.scale > 1 else []
    used += [request.interpolate] if request.fps else []
    return [_NETS[name] for name in used if name in _NETS and fetched(_NETS[name], root) is None]


def enhance(source: Path, target: Path, request: EnhanceRequest, report: Report, *, replace: bool = False) -> Enhanced:
    """Enhance `source` into `target`, which appears whole and signed or not at all; an earlier file there only with `replace`.

    `request.source` and `suffix` are filled in here. Raises FilmError with a sentence; KeyboardInterrupt leaves nothing behind.
    """
    source, target = _places(source, target, replace=replace)
    asked = request.model_copy(update={"source": str(source)})
    with plainly(f"Enhancing {source.name[:80]}"), tempfile.TemporaryDirectory(dir=target.parent, prefix=".enhancing-") as work:
        if target.suffix.lower() in PICTURES:
            return _picture(asked, source, target, Path(work))
        made = studio.improve(asked.model_copy(update={"suffix": target.suffix.lower()}), Path(work), report)
        sheet = target.with_name(f"{target.stem}-before-after.png")
        if (Path(work) / "sheet.png").exists():
            shutil.move(Path(work) / "sheet.png", sheet)
        signed = _placed(Path(work) / made.main, target, source, asked)
    notes = made.notes if signed else (*made.notes, f"{target.suffix[1:].upper()} holds no content credential; MP4 and MOV do.")
    return Enhanced(target, sheet if sheet.exists() else None, made.data, notes, signed)


def _places(source: Path, target: Path, *, replace: bool) -> tuple[Path, Path]:
    """Both paths, absolute; FilmError where there is nothing to read or no place to write."""
    source, target = whole_path(source), whole_path(target)
    kinds = PICTURES if source.suffix.lower() in PICTURES else VIDEOS
    if not source.is_file() or not source.stat().st_size:
        raise FilmError(f"{source.name[:80]} is not a file that holds anything. {UNCHANGED}")
    if target.suffix.lower() not in kinds:
        raise FilmError(f"The enhanced file's name should end in {', '.join(kinds)}. {UNCHANGED}")
    if not target.parent.is_dir():
        raise FilmError(f"There is no folder {str(target.parent)[:200]}. {UNCHANGED} Make it, or choose another.")
    if target.exists() and target.samefile(source):
        raise Refused(
            f"The enhanced file would stand in the place of {source.name[:80]} itself. {UNCHANGED} Choose another name."
        )
    if target.exists() and not replace:
        raise Refused(f"{target.name[:80]} is there already. {UNCHANGED} Choose another name, or say --replace.")
    return source, target


def _picture(request: EnhanceRequest, source: Path, target: Path, work: Path) -> Enhanced:
    if request.scale == 1:
        raise FilmError(f"A picture can be enlarged: say --scale 2 or --scale 4. {UNCHANGED}")
    made = work / f"picture{target.suffix.lower()}"
    studio.enlarge(source, made, request.scale)
    signed = _placed(made, target, source, request.model_copy(update={"enlarge": "span", "fps": 0}))
    return Enhanced(target, None, {"scale": request.scale}, (), signed)


def _placed(made: Path, target: Path, source: Path, request: EnhanceRequest) -> bool:
    """Give the file its name, signed where its kind carries a credential; whether it is."""
    if media_type(made):
        sign_origin(made, target, _origin(request, target), source)
        return True
    sync_file(made)
    made.replace(target)
    sync_folder(target.parent)
    return False


def _origin(request: EnhanceRequest, target: Path) -> Origin:
    """What was done, by what; a net makes it a composite in part of a trained model."""
    steps = ((request.enlarge, request.scale > 1), (request.interpolate, request.fps > 0))
    nets = [name for name, used in steps if used and name in _NETS]
    engines = [engine_words(studio.spec_of("finish", "enhance"))]
    engines += [{"role": "finish", "name": name, "version": "1", "licence": item(name).licence} for name in nets]
    source = "compositeWithTrainedAlgorithmicMedia" if nets else "algorithmicallyEnhanced"
    return Origin(target.name, source, tuple(engines), actions=deeds(request) or (words()["meaning"]["nothing"],))


def deeds(request: EnhanceRequest) -> tuple[str, ...]:
    """What the request does, step by step, in words."""
    steps = (
        (request.denoise, "noise taken away by hqdn3d where there was any"),
        (request.fps > 0, f"{request.fps:g} frames a second by {request.interpolate}"),
        (request.scale > 1, f"enlarged {request.scale} times by {request.enlarge}"),
        (request.sharpen, "sharpened without halos"),
    )
    return tuple(said for done, said in steps if done)
