"""Captions on the cut's clock: burnt into one scene's frames, or as files and a soft track for the whole film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from memory.takes import Take
from tools.captions import FOOT, HIGH, Cue, cues, line_length, to_ass, to_srt, to_vtt
from tools.engines.cut.encode import SIZED
from tools.engines.cut.fonts import SANS, ass_runs, gather, writable
from tools.ffmpeg import Place
from tools.timing import Slot

_NO_SYSTEM_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig></fontconfig>'


def wordless(scene: str, data: Mapping[str, Any]) -> str:
    """Say that a scene has speech whose words nobody timed, so that it has no captions; empty when it has them."""
    if float(data["seconds"]) <= 0 or data.get("words") or data.get("sentences"):
        return ""
    return f"Scene {scene} has no captions: its speech engine does not say when its words are spoken."


def burn(scene_cues: Sequence[Cue], sized: SIZED, work: Path, *, high: bool = False) -> tuple[str, Place]:
    """Prepare to paint cues into frames: (the filter, where ffmpeg must run for it to find captions and fonts).

    `high` keeps them out of the picture's lowest fifth.
    """
    lines = [line for cue in scene_cues for line in cue.lines]
    shown = [replace(cue, lines=tuple(ass_runs(writable(line, SANS)[0]) for line in cue.lines)) for cue in scene_cues]
    (work / "captions.ass").write_text(to_ass(shown, sized[0], sized[1], SANS, foot=HIGH if high else FOOT), encoding="utf-8")
    gather(lines, work / "fonts")
    conf = work / "fonts.conf"
    conf.write_text(_NO_SYSTEM_FONTS, encoding="utf-8")
    return "ass=captions.ass:fontsdir=fonts", Place(work, {"FONTCONFIG_FILE": str(conf.resolve())})


def scene_cues(speech: Take, at: int, stop: int, sized: SIZED) -> list[Cue]:
    """Cues of one scene whose words begin at frame `at` of the piece; none is seen from frame `stop` on."""
    width, height, fps = sized
    found = cues([(at / fps, speech.data)], fps, line_length(width, height))
    return [replace(cue, end=min(cue.end, stop / fps)) for cue in found if cue.start < stop / fps]


def film_cues(speech: Mapping[str, Take], slots: Sequence[Slot], sized: SIZED) -> tuple[Sequence[Cue], list[str]]:
    """(cues of the whole film from each scene's speech take, notes on scenes that have none though they speak)."""
    width, height, fps = sized
    notes = [wordless(slot.id, speech[slot.id].data) for slot in slots]
    timed = [((slot.start + slot.words_at) / fps, speech[slot.id].data) for slot in slots]
    return cues(timed, fps, line_length(width, height)), [note for note in notes if note]


def write_files(film: Sequence[Cue], folder: Path) -> None:
    """Write film.srt and film.vtt; without cues they are empty captions files."""
    (folder / "film.srt").write_text(to_srt(film), encoding="utf-8")
    (folder / "film.vtt").write_text(to_vtt(film), encoding="utf-8")
