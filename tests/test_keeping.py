"""What is kept between takes: whole or not there, bounded, and never to be heard in what is made with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from memory.takes import Take
from tests.test_mix import speech
from tests.test_mix import take as sound_take
from tools import keeping
from tools.engines import MixRequest, MixScene, MusicRequest, load_engine
from tools.engines.score import play

FILES = ("mix.m4a", "voice.flac", "music.flac", "effects.flac")
MOODS = {"a": "calm", "b": "tense", "c": "joyful", "d": "sad"}


def test_what_was_kept_is_found_again(tmp_path: Path) -> None:
    """Under the same description and no other; outside of a place to keep things nothing is kept and nothing found."""
    with keeping.kept_in(tmp_path / "kept"):
        assert keeping.find(b"a") is None
        assert not (tmp_path / "kept").exists()
        keeping.keep(b"a", b"something")
    with keeping.kept_in(tmp_path / "kept"):
        assert keeping.find(b"a") == b"something"
        assert keeping.find(b"b") is None
    keeping.keep(b"b", b"lost")
    assert keeping.find(b"a") is None
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "folder", "link"])
def test_what_was_damaged_is_not_there(tmp_path: Path, harm: str) -> None:
    """A flipped or missing byte, a folder or a link in its place: it is not found, and can be kept again but for a folder."""
    with keeping.kept_in(tmp_path / "kept"):
        keeping.keep(b"a", b"something")
        (path,) = (tmp_path / "kept").iterdir()
        whole = path.read_bytes()
        path.unlink()
        if harm == "folder":
            path.mkdir()
        elif harm == "link":
            (tmp_path / "elsewhere").write_bytes(whole)
            path.symlink_to(tmp_path / "elsewhere")
        else:
            path.write_bytes({"flip": whole[:-1] + b"!", "cut": whole[:-1], "empty": b""}[harm])
        assert keeping.find(b"a") is None
        keeping.keep(b"a", b"another")
        assert keeping.find(b"a") == (None if harm == "folder" else b"another")
    if harm == "link":
        assert (tmp_path / "elsewhere").read_bytes() == whole


def test_nothing_is_kept_behind_a_link_or_where_the_disk_cannot(tmp_path: Path) -> None:
    """A folder that is a link to another is left alone, and a place that cannot be written to is no error."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "photos")
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "link", tmp_path / "file", tmp_path / "no" / "where"):
        with keeping.kept_in(place):
            keeping.keep(b"a", b"something")
            assert keeping.find(b"a") is None
    assert list((tmp_path / "photos").iterdir()) == []


def test_what_was_not_asked_for_the_longest_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder stays under its limit."""
    monkeypatch.setattr(keeping, "LIMIT", 250)
    with keeping.kept_in(tmp_path):
        for number in range(3):
            keeping.keep(bytes([number]), bytes(60))
        for age, path in enumerate(sorted(tmp_path.iterdir())):
            os.utime(path, (age, age))
        assert keeping.find(b"\x01") == bytes(60)
        keeping.keep(b"new", bytes(60))
    with keeping.kept_in(tmp_path):
        assert [keeping.find(each) is not None for each in (b"\x01", b"new")] == [True, True]
    assert len(list(tmp_path.iterdir())) == 2


def scored(at: Path, seconds: Mapping[str, float]) -> tuple[MixRequest, dict[str, Take]]:
    """A film of four moods whose scenes' words last so many seconds, with its score."""
    folder = at / "score"
    folder.mkdir(parents=True)
    asked = MusicRequest(mood="calm", tempo=90, seed=3, scenes=tuple(sorted(MOODS.values())))
    made = load_engine("music", "score")(asked, {}, folder)
    music = sound_take(at, "unheard.wav", [0.0], 48_000)
    manifest = music.manifest.model_copy(update={"main": made.main, "data": dict(made.data)})
    scenes = tuple(MixScene(id=name, mood=mood, pause=1.0) for name, mood in MOODS.items())
    inputs = {f"speech:{name}": speech(at / name, long, number) for number, (name, long) in enumerate(seconds.items())}
    return MixRequest(fps=30, scenes=scenes, music_db=-14, title=2, credits=3), {**inputs, "music": Take(folder, manifest)}


def mixed(film: tuple[MixRequest, dict[str, Take]], folder: Path) -> list[bytes]:
    """The files of a film's mix."""
    folder.mkdir()
    load_engine("cut", "mix")(*film, folder)
    return [(folder / name).read_bytes() for name in FILES]


def test_a_mix_is_the_same_whatever_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made with nothing kept, with a new store, with a full one and with one that was damaged: the same to the byte.

    A sentence more in one scene, and only that scene's music is played again.
    """
    played: list[int] = []
    render = play.render
    monkeypatch.setattr(play, "render", lambda midi, frames: (played.append(frames), render(midi, frames))[1])
    lengths = {"a": 2.0, "b": 2.5, "c": 2.2, "d": 2.1}
    film, edited = scored(tmp_path / "one", lengths), scored(tmp_path / "two", {**lengths, "b": 3.7})
    plain = [mixed(each, tmp_path / f"plain{number}") for number, each in enumerate((film, edited))]
    assert len(played) == 8
    store = tmp_path / "kept"
    for number, (each, expected, again) in enumerate(
        [(film, 0, 4), (film, 0, 0), (edited, 1, 1), (film, 0, 0), (edited, 1, 0)]
    ):
        played.clear()
        with keeping.kept_in(store):
            assert mixed(each, tmp_path / f"kept{number}") == plain[expected]
        assert len(played) == again
    for path in store.iterdir():
        path.write_bytes(path.read_bytes()[:-4] + b"oops")
    with keeping.kept_in(store):
        assert mixed(film, tmp_path / "damaged") == plain[0]
