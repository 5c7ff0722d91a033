"""Timelines for editors: every format re-read, by its adapter and by a reader of our own, with equal cut points."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import opentimelineio as otio
import pytest

from memory.project import Project
from tests.exporting import new_film, take_out
from tests.processes import quick_folder
from tools.ffmpeg import probe

Cuts = list[tuple[int, int, int]]
"""Begin on the timeline, begin in the file, frames."""


@pytest.fixture(scope="module")
def film() -> Iterator[Project]:
    """The short film: a crossfade between its scenes, two shots in the first."""
    with quick_folder() as folder:
        yield new_film(folder / "film")


@pytest.fixture(scope="module")
def found(film: Project) -> dict[str, Path]:
    """Every timeline there is of it."""
    return {kind: take_out(film, to=kind).main for kind in ("otio", "otioz", "fcpxml", "edl")}


def cuts(path: Path) -> Cuts:
    """The cuts of a timeline's pictures, as OpenTimelineIO's reader for that format gives them; an EDL names no rate."""
    rate = {"rate": 25} if path.suffix == ".edl" else {}
    track = otio.adapters.read_from_file(str(path), **rate).video_tracks()[0]
    spans = [(track.range_of_child(clip), clip.source_range) for clip in track.find_clips()]
    return [(on.start_time.to_frames(), of.start_time.to_frames(), of.duration.to_frames()) for on, of in spans]


def own_xml(path: Path) -> Cuts:
    """The same from the XML itself."""
    items = ElementTree.parse(path).getroot().findall(".//video/track/clipitem")
    numbers = [[int(item.findtext(name, "0")) for name in ("start", "in", "out")] for item in items]
    return [(start, first, last - first) for start, first, last in numbers]


def own_edl(path: Path, fps: int) -> Cuts:
    """The same from the events of the EDL."""
    events = re.findall(r"^\d{3} +\S+ +V +C +(.{11}) (.{11}) (.{11}) (.{11})$", path.read_text(), re.MULTILINE)
    times = [[_frames(code, fps) for code in event] for event in events]
    return [(start, first, last - first) for first, last, start, _ in times]


def _frames(code: str, fps: int) -> int:
    hours, minutes, seconds, frames = map(int, code.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * fps + frames


def test_all_formats_cut_at_the_same_frames(film: Project, found: dict[str, Path]) -> None:
    """Title, two shots, one shot, credits: the same in every format and by every reader, ending with the film."""
    whole = cuts(found["otio"])
    assert [cuts(path) for path in found.values()] == [whole] * 4
    assert own_xml(found["fcpxml"]) == own_edl(found["edl"], 25) == whole
    assert len(whole) == 5
    ends = [start + frames for start, _, frames in whole]
    assert ends[:-1] == [start for start, _, _ in whole[1:]]
    assert ends[-1] == probe(take_out(film).main).frames


def test_the_media_lie_beside_it_and_are_as_long_as_it_says(found: dict[str, Path]) -> None:
    """Named relative to the timeline, so that the folder can be moved; every file holds what is taken from it."""
    folder, timeline = found["otio"].parent, otio.adapters.read_from_file(str(found["otio"]))
    for clip in timeline.find_clips():
        url = unquote(clip.media_reference.target_url)
        assert url.startswith("media/") and ".." not in url
        about, available = probe(folder / url), clip.media_reference.available_range
        frames = about.frames or round(about.seconds * 25)
        assert frames == available.duration.to_frames()
        assert clip.source_range.end_time_exclusive() <= available.end_time_exclusive()
    names = {path.get("id"): path.findtext("pathurl") for path in ElementTree.parse(found["fcpxml"]).iter("file")}
    assert all(url is None or url.startswith("media/") for url in names.values())


def test_sound_lies_on_tracks_of_its_own_and_words_where_they_are_spoken(film: Project, found: dict[str, Path]) -> None:
    """Stems as long as the film; the lines of speech begin with their captions, on a track that is off."""
    timeline = otio.adapters.read_from_file(str(found["otio"]))
    tracks = {track.name: track for track in timeline.audio_tracks()}
    assert list(tracks) == ["Voice", "Music", "Effects", "Speech, line by line"]
    lengths = {name: track.duration().to_frames() for name, track in tracks.items()}
    assert lengths["Voice"] == lengths["Music"] == lengths["Effects"] == timeline.video_tracks()[0].duration().to_frames()
    speech = tracks["Speech, line by line"]
    assert not speech.enabled and tracks["Voice"].enabled
    starts = [speech.range_of_child(clip).start_time.to_seconds() for clip in speech.find_clips()]
    said = re.findall(r"(\d\d):(\d\d):(\d\d),(\d{3}) -->", take_out(film, to="srt").main.read_text())
    first = [int(h) * 3600 + int(m) * 60 + int(s) + int(ms) / 1000 for h, m, s, ms in said]
    assert len(starts) == 2 and all(any(abs(start - at) < 0.5 for at in first) for start in starts)


def test_a_bundle_carries_its_media(found: dict[str, Path]) -> None:
    """One file to send: the timeline and every file it names."""
    with zipfile.ZipFile(found["otioz"]) as bundle:
        names = set(bundle.namelist())
        assert bundle.testzip() is None
    timeline = otio.adapters.read_from_file(str(found["otioz"]))
    assert {clip.media_reference.target_url for clip in timeline.find_clips()} <= names
    assert not [name for name in names if name.startswith(("/", ".."))]


def test_the_same_timeline_twice_is_one_folder(film: Project, found: dict[str, Path]) -> None:
    """Nothing is made or numbered again."""
    before = sorted(found["otio"].parent.rglob("*"))
    assert take_out(film, to="otio").main == found["otio"]
    assert sorted(found["otio"].parent.rglob("*")) == before
