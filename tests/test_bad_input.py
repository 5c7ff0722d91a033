"""Files that people have, or that somebody sent them, through the commands: a sentence each, and nothing else is opened."""

from __future__ import annotations

import contextlib
import os
import struct
import threading
import wave
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import gradio
import pytest
from typer.testing import CliRunner

from memory.errors import TakeError
from tests.at_signing import clip
from tools.engines.enhance.frames import survey
from tools.ffmpeg import probe, run_ffmpeg
from ui.cli import app

REAL = Path(gradio.__file__).parent / "media_assets/videos/b.mp4"
"""Five seconds of the Earth at night at 30 frames a second, which Gradio ships."""


def run(*words: str) -> tuple[int, str]:
    """Status of a command, and all that it said."""
    ran = CliRunner().invoke(app, list(words))
    said = " ".join((ran.output, str(ran.exception or "") if ran.exit_code else ""))
    return ran.exit_code, " ".join(said.split())


def half(path: Path) -> None:
    """The first part of a film whose index stands at its end."""
    path.write_bytes(clip(path.with_name("whole.mov")).read_bytes()[:4000])
    path.with_name("whole.mov").unlink()


def playlist(path: Path) -> None:
    lines = "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:3,\n{}\n#EXT-X-ENDLIST\n"
    path.write_text(lines.format(path.parent.parent / "secret.ts"))


def listed(path: Path) -> None:
    path.write_text(f"ffconcat version 1.0\nfile '{path.parent.parent / 'secret.ts'}'\n")


def manifest(path: Path) -> None:
    """A DASH manifest, which ffmpeg knows by its content whatever the file is called."""
    place = path.parent.parent / "secret.ts"
    path.write_text(
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" '
        'type="static" mediaPresentationDuration="PT3S"><Period><AdaptationSet mimeType="audio/mp4">'
        f'<Representation id="a" bandwidth="1000" codecs="mp4a.40.2"><BaseURL>{place}</BaseURL><SegmentBase/>'
        "</Representation></AdaptationSet></Period></MPD>"
    )


def huge(path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 16384, 16384, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)


def soundless(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)


CASES: dict[str, tuple[str, Callable[[Path], None], str, str]] = {
    "a film cut short": ("half.mp4", half, "damaged or cut short", "could not be looked at"),
    "a playlist": ("play.mp4", playlist, "does not begin as a video", "could not be looked at"),
    "a playlist by its own name": ("play.m3u8", playlist, "does not begin as a video", "could not be looked at"),
    "a list of files": ("list.mp4", listed, "does not begin as a video", "could not be looked at"),
    "a manifest": ("dash.mp4", manifest, "does not begin as a video", "could not be looked at"),
    "a picture of 16384 x 16384": ("huge.png", huge, "134 million pixels", "larger than the 37,748,736 pixels"),
    "a sound without a sample": ("void.wav", soundless, "does not begin as a video", "could not be looked at"),
}


@pytest.fixture(autouse=True)
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading what hears the voice's mark takes many seconds; how it opens files is asked of `run_ffmpeg` and `probe`."""
    monkeypatch.setattr("tools.engines.watermark.can_mark", lambda: False)


@contextlib.contextmanager
def untouched(pipe: Path) -> Iterator[None]:
    """Fails when anybody opens the pipe to read from it; whoever does is let go."""
    os.mkfifo(pipe)
    over, opened = threading.Event(), list[int]()

    def watch() -> None:
        while not over.wait(0.002):
            with contextlib.suppress(OSError):
                opened.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
                os.close(opened[-1])

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()
    assert not opened, f"{pipe.name} was opened"


@pytest.mark.parametrize("case", CASES)
def test_what_is_no_film_is_a_sentence_and_names_nobody_follows(case: str, tmp_path: Path) -> None:
    """Enhanced, verified or looked into: no file that it names is opened, and none is written."""
    name, make, enhanced, verified = CASES[case]
    folder = tmp_path / "in"
    folder.mkdir()
    make(folder / name)
    with untouched(tmp_path / "secret.ts"):
        status, said = run(
            "enhance", str(folder / name), str(folder / f"out{'.png' if name.endswith('png') else '.mp4'}"), "--scale", "2"
        )
        assert status == 1 and enhanced in said and "Traceback" not in said
        status, said = run("verify", str(folder / name))
        assert status == 0 and verified in said and "no content credential" in said
        if name.endswith(("mp4", "m3u8")):
            with pytest.raises(TakeError):
                probe(folder / name)
            with pytest.raises(TakeError):
                run_ffmpeg(["-i", str(folder / name), "-f", "null", "-"])
    assert os.listdir(folder) == [name]  # noqa: PTH208


@pytest.mark.parametrize(("rate", "count"), [(1, 4), (1000, 40)])
def test_real_footage_at_any_rate_is_enhanced_signed_and_verified(rate: int, count: int, tmp_path: Path) -> None:
    """Once a second or a thousand times, under a name that begins with a dash and is not ASCII."""
    source, better = tmp_path / "-été 🌊.mp4", tmp_path / "-größer.mp4"
    paced = ["-vf", f"scale=160:90,setpts=N/{rate}/TB", "-r", str(rate), "-frames:v", str(count), "-an"]
    run_ffmpeg(["-i", str(REAL), *paced, str(source)])
    with contextlib.chdir(tmp_path):
        status, said = run("enhance", "--fps", "25", "--denoise", "--", source.name, better.name)
        assert status == 0 and better.name in said
        assert "interpolating" not in said or rate > 1, "nothing is made over a second, so nothing is measured"
        found = survey(better)
        assert found.rate == 25 and found.seconds == pytest.approx(count / rate, abs=0.05)
        status, said = run("verify", "--", better.name)
        assert status == 0 and "is whole" in said and "enhanced by algorithms" in said
