"""Timelines for editing programs: OpenTimelineIO, Final Cut Pro 7 XML and CMX 3600 EDL, with the media beside them.

Every shot is a clip in its scene's graded piece, so that an editor has all cut points; voice, music and effects lie on
tracks of their own. Media are named relative to the timeline: the folder can be moved or sent.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from memory.errors import EngineError, FilmError
from memory.film import Film
from memory.takes import Take
from tools.exporting.making import MadeFilm
from tools.exporting.work import Exported, Work
from tools.ffmpeg import run_ffmpeg
from tools.outgoing import bring
from tools.timing import Slot, share_frames

if TYPE_CHECKING:
    import opentimelineio as otio

ENDINGS = {"otio": ".otio", "otioz": ".otioz", "fcpxml": ".xml", "edl": ".edl"}
_ADAPTERS = {"otio": "otio_json", "otioz": "otioz", "fcpxml": "fcp_xml", "edl": "cmx_3600"}
_COUNTED = (24, 25, 30, 48, 50, 60)
"""Whole frame rates that SMPTE time code counts, in which EDL and XML tell the time."""
PCM = ("-c:a", "pcm_s24le", "-ar", "48000", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")


@dataclass(frozen=True)
class Piece:
    """A stretch of a media file on a track, counted in frames: `source` in the file, `at` on the track, `whole` the file."""

    name: str
    media: str
    source: int
    at: int
    frames: int
    whole: int


def timeline(work: Work) -> Exported:
    """Export the film as a timeline with its media in a folder; FilmError when a format cannot hold it."""
    kind, film = work.wish.to, work.wanted.film
    if kind in ("edl", "fcpxml") and film.fps not in _COUNTED:
        raise FilmError(
            f"Time code, by which this format tells the time, counts {', '.join(map(str, _COUNTED))} frames a second; this "
            f"film runs at {film.fps}. Export it with another rate (--fps 30), or as otio. Nothing was written."
        )
    made = work.make()
    takes, slots = made.inputs(work.project.takes), made.slots(work.project.takes)
    folder = work.folder / f"{work.stem}-timeline"
    with tempfile.TemporaryDirectory(prefix="onereel-") as draft:
        media = Path(draft) / "media"
        media.mkdir()
        tracks = [_pictures(made.film, takes, slots, media), *_sounds(made, takes, slots, media)]
        name = f"{work.stem}{ENDINGS[kind]}"
        path = Path(draft) / name
        _write(_document(made.film, tracks, media if kind == "otioz" else None), kind, path)
        files = (
            []
            if kind == "otioz"
            else [bring(work.project, file, folder / "media" / file.name) for file in sorted(media.iterdir())]
        )
        main = bring(work.project, path, (work.folder if kind == "otioz" else folder) / name)
    return Exported(main, (main, *files), f"The timeline is here: {main}", made.jobs, made.notes)


def _pictures(film: Film, takes: dict[str, Take], slots: Sequence[Slot], media: Path) -> tuple[str, list[Piece]]:
    """The title, every shot of every scene, the credits; a scene's transition is in the piece that it ends."""
    pieces = [_card(takes["card:title"], "Title", 0, media)]
    for scene, slot in zip(film.scenes, slots, strict=True):
        take = takes[f"segment:{scene.id}"]
        file = _copied(take, f"{scene.id}{take.main.suffix}", media)
        whole = int(take.data["frames"])
        for number, (start, frames) in enumerate(_shots(slot, [shot.share for shot in scene.shots]), 1):
            name = f"{scene.title or scene.id}{f' {number}' if len(scene.shots) > 1 else ''}"
            pieces.append(Piece(name, file, start, slot.start + slot.enter + start, frames, whole))
    end = slots[-1].start + slots[-1].enter + int(takes[f"segment:{film.scenes[-1].id}"].data["frames"])
    return "Pictures", [*pieces, _card(takes["card:credits"], "Credits", end, media)]


def _shots(slot: Slot, shares: Sequence[float]) -> list[tuple[int, int]]:
    """(first frame, frames) of every shot in the scene's piece, which begins `enter` frames into the scene."""
    found, at = [], 0
    for count in share_frames(slot.frames, shares):
        first, last = max(at - slot.enter, 0), at + count - slot.enter
        if last > first:
            found.append((first, last - first))
        at += count
    return found


def _card(take: Take, name: str, at: int, media: Path) -> Piece:
    frames = int(take.data["frames"])
    return Piece(name, _copied(take, f"{name.lower()}{take.main.suffix}", media), 0, at, frames, frames)


def _copied(take: Take, name: str, media: Path) -> str:
    shutil.copyfile(take.main, media / name)
    return name


def _sounds(made: MadeFilm, takes: dict[str, Take], slots: Sequence[Slot], media: Path) -> list[tuple[str, list[Piece]]]:
    """Voice, music and effects as they lie in the mix, and every line of speech by itself, as it was spoken."""
    frames, fps = int(made.joined.data["frames"]), made.film.fps
    tracks = []
    for name in ("voice", "music", "effects"):
        _as_wave(made.mix.folder / f"{name}.flac", media / f"{name}.wav", frames / fps)
        tracks.append((name.capitalize(), [Piece(name.capitalize(), f"{name}.wav", 0, 0, frames, frames)]))
    lines = []
    for scene, slot in zip(made.film.scenes, slots, strict=True):
        take = takes[f"speech:{scene.id}"]
        count = math.ceil(float(take.data["seconds"]) * fps)
        if count:
            _as_wave(take.main, media / f"speech-{scene.id}.wav", count / fps)
            at = slot.start + slot.words_at
            lines.append(Piece(f"{scene.title or scene.id}: words", f"speech-{scene.id}.wav", 0, at, count, count))
    return [*tracks, ("Speech, line by line", lines)]


def _as_wave(source: Path, target: Path, seconds: float) -> None:
    """Write a sound as PCM that lasts a whole number of frames, silence added at its end."""
    samples = round(seconds * 48_000)
    exact = f"aresample=48000,apad=whole_len={samples},atrim=end_sample={samples}"
    run_ffmpeg(["-i", str(source), "-af", exact, *PCM, str(target)])


def _document(film: Film, tracks: Sequence[tuple[str, list[Piece]]], media: Path | None) -> otio.schema.Timeline:
    """The timeline; `media` is where the files lie now, for a format that carries them in itself, else they are relative."""
    try:
        import opentimelineio as otio
    except ImportError as error:
        raise EngineError(
            "Timelines need OpenTimelineIO, which is not installed. Install Onereel again with its dependencies."
        ) from error
    document = otio.schema.Timeline(name=film.title or "Film")
    document.global_start_time = otio.opentime.RationalTime(0, film.fps)
    for number, (name, pieces) in enumerate(tracks):
        kind = otio.schema.TrackKind.Audio if number else otio.schema.TrackKind.Video
        track = otio.schema.Track(name=name, kind=kind)
        track.enabled = number < 4
        _lay(track, pieces, film.fps, media)
        document.tracks.append(track)
    return document


def _lay(track: otio.schema.Track, pieces: Sequence[Piece], fps: int, media: Path | None) -> None:
    """Put pieces on a track, gaps between them; every file has a reel number, since EDLs name reels by eight signs."""
    import opentimelineio as otio

    reels = {name: f"R{number:03d}" for number, name in enumerate(dict.fromkeys(piece.media for piece in pieces), 1)}

    def span(start: int, frames: int) -> otio.opentime.TimeRange:
        time = otio.opentime.RationalTime
        return otio.opentime.TimeRange(time(start, fps), time(frames, fps))

    at = 0
    for piece in pieces:
        if piece.at > at:
            track.append(otio.schema.Gap(source_range=span(0, piece.at - at)))
        url = (media / piece.media).as_uri() if media else f"media/{piece.media}"
        reference = otio.schema.ExternalReference(target_url=url, available_range=span(0, piece.whole))
        reference.name = piece.media
        clip = otio.schema.Clip(piece.name, reference, span(piece.source, piece.frames))
        clip.metadata["cmx_3600"] = {"reel": reels[piece.media]}
        track.append(clip)
        at = piece.at + piece.frames


def _write(document: otio.schema.Timeline, kind: str, path: Path) -> None:
    """Write the timeline; an EDL holds the pictures alone, which is all that its kind can."""
    import opentimelineio as otio

    if kind == "edl":
        for track in list(document.tracks)[1:]:
            document.tracks.remove(track)
    adapter = _ADAPTERS[kind]
    if adapter not in otio.adapters.available_adapter_names():
        package = {"fcp_xml": "otio-fcp-adapter", "cmx_3600": "otio-cmx3600-adapter"}.get(adapter, "opentimelineio")
        raise EngineError(f"This timeline needs {package}, which is not installed. Install it with: pip install {package}")
    otio.adapters.write_to_file(document, str(path), adapter_name=adapter)
    if kind == "edl":
        title, _, events = path.read_text(encoding="utf-8").partition("\n\n")
        path.write_text(f"{title}\nFCM: NON-DROP FRAME\n\n{events}", encoding="utf-8")


__all__ = ["Piece", "timeline"]
