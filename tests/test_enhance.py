"""A video of one's own comes back larger, smoother and cleaner, with everything else it carried; bad files are a sentence."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from memory.errors import FilmError
from tests.at_signing import clip
from tools.engines.enhance import between
from tools.engines.enhance.cuts import Cuts
from tools.engines.enhance.filters import denoised, noise_of, sharpened
from tools.engines.enhance.frames import Frame, frames, from_colours, survey, to_colours
from tools.engines.enhance.regions import Regions
from tools.engines.enhance.requests import EnhanceRequest
from tools.engines.enhance.tiles import Tiles
from tools.enhance import Enhanced, enhance
from tools.ffmpeg import probe, run_ffmpeg
from tools.provenance import inspect


def better(source: Path, name: str = "better.mp4", **asked: Any) -> Enhanced:
    return enhance(source, source.parent / name, EnhanceRequest(source="", **asked), lambda made, all_: None)


def times(path: Path) -> list[float]:
    return [round(float(frame.time), 3) for frame in frames(survey(path))]


def flat(level: int, time: Fraction = Fraction(0), size: tuple[int, int] = (64, 96)) -> Frame:
    height, width = size
    half = np.full((height // 2, width // 2), 128, np.uint8)
    return Frame(time, np.full(size, level, np.uint8), half, half)


@pytest.fixture
def carrying(tmp_path: Path) -> Path:
    """A second of video with a turn, colour tags, sound, captions and a chapter."""
    clip(tmp_path / "plain.mp4", 1)
    (tmp_path / "words.srt").write_text("1\n00:00:00,200 --> 00:00:00,800\nHello there.\n", encoding="utf-8")
    tags = "colorprim=bt709:transfer=bt709:colormatrix=bt709"
    both = ["-i", str(tmp_path / "plain.mp4"), "-i", str(tmp_path / "words.srt"), "-map", "0", "-map", "1"]
    coded = ["-c:v", "libx264", "-x264-params", tags, "-c:a", "copy", "-c:s", "mov_text"]
    spoken = ["-metadata:s:a:0", "language=deu", "-metadata:s:s:0", "language=fra"]
    run_ffmpeg([*both, *coded, *spoken, str(tmp_path / "tagged.mp4")])
    turned = ["-display_rotation", "90", "-i", str(tmp_path / "tagged.mp4"), "-map", "0", "-c", "copy"]
    run_ffmpeg([*turned, str(tmp_path / "holiday.mp4")])
    return tmp_path / "holiday.mp4"


def test_all_that_a_video_carries_stays(carrying: Path) -> None:
    """Twice the size and rate; sound, captions, colour tags and turn as before; signed with what was done to it."""
    done = better(carrying, scale=2, fps=20, sharpen=True)
    before, after = survey(carrying), survey(done.path)
    assert (after.width, after.height, after.rate) == (320, 180, 20)
    assert (after.rotation, after.tags) == (before.rotation, before.tags) and before.rotation != 0
    assert (after.audio, after.captions) == (before.audio, before.captions) == (("aac",), ("mov_text",))
    with av.open(str(done.path)) as made:
        assert [stream.metadata["language"] for stream in made.streams][1:] == ["deu", "fra"]
    assert probe(done.path).frames == 20 and probe(done.path).seconds == pytest.approx(1, abs=0.07)
    report = inspect(done.path)
    assert (report.state, report.source, report.ingredients) == ("valid", "algorithmicallyEnhanced", 1)
    assert done.sheet and done.sheet.stat().st_size > 1000
    assert {score["what"] for score in done.data["scores"]} > {"interpolating by motion", "enlarging by lanczos"}


def test_frames_that_come_at_any_times_keep_them(tmp_path: Path) -> None:
    """Without a rate, a variable one stays: the same frames at the same times."""
    clip(tmp_path / "plain.mp4", 2)
    uneven = "select='not(mod(n,3))+lt(n,6)'"
    run_ffmpeg(["-i", str(tmp_path / "plain.mp4"), "-vf", uneven, "-fps_mode", "vfr", "-an", str(tmp_path / "uneven.mp4")])
    done = better(tmp_path / "uneven.mp4", scale=2)
    assert times(done.path) == pytest.approx(times(tmp_path / "uneven.mp4"), abs=0.002)
    assert len(set(np.diff(times(done.path)).round(2))) > 1, "the test would notice a steady rate"


@pytest.mark.parametrize("how", ["motion", "flow"])
def test_nothing_is_made_across_a_cut(tmp_path: Path, how: Any) -> None:
    """Two shots, black and white: no frame of the new rate is grey."""
    shots = [part for colour in ("black", "white") for part in ("-f", "lavfi", "-i", f"color={colour}:s=96x64:r=10:d=0.6")]
    run_ffmpeg([*shots, "-filter_complex", "[0]noise=alls=4[a];[a][1]concat", str(tmp_path / "cut.mp4")])
    done = better(tmp_path / "cut.mp4", fps=40, interpolate=how)
    levels = [float(frame.y.mean()) for frame in frames(survey(done.path))]
    assert len(levels) == 48 and all(level < 40 or level > 215 for level in levels)
    assert sum(level > 215 for level in levels) == 24


def test_a_moving_thing_is_found_halfway() -> None:
    """A square that jumps 8 pixels is 4 pixels on in the middle, by flow; blending would show two."""

    def at(left: int, time: int) -> Frame:
        frame = flat(40, Fraction(time, 10))
        frame.y[20:44, left : left + 24] = np.random.default_rng(1).integers(90, 230, (24, 24), np.uint8)
        return frame

    made = between.by_flow(at(20, 0), at(28, 1), [0.5])[0]
    truth, blend = at(24, 0), between.by_blending(at(20, 0), at(28, 1), [0.5])[0]
    assert np.abs(made.y.astype(int) - truth.y).mean() < 0.3 * np.abs(blend.y.astype(int) - truth.y).mean()


def test_times_lie_on_one_grid_and_gaps_are_held() -> None:
    """1 frame a second is not turned into guesses: the frame before stays until the next is there."""
    given = [flat(10 * number, Fraction(number)) for number in range(4)]
    made = list(between.at_rate(iter(given), Fraction(5), between.by_blending))
    assert [frame.time for frame in made] == [Fraction(number, 5) for number in range(20)]
    assert {int(frame.y[0, 0]) for frame in made} == {0, 10, 20, 30}


def test_noise_is_measured_and_taken_away() -> None:
    """The measured deviation is the one put in; afterwards the picture is nearer to the clean one."""
    noise = np.random.default_rng(2)
    clean = np.tile(np.linspace(60, 180, 96), (64, 1))
    noisy = [
        Frame(Fraction(n, 10), np.clip(clean + noise.normal(0, 6, clean.shape), 0, 255).astype(np.uint8), *(flat(0).cb,) * 2)
        for n in range(6)
    ]
    assert noise_of([noisy]) == pytest.approx(6, rel=0.2) and noise_of([[flat(90)]]) < 0.2
    cloth = [noisy[0].y + noise.normal(0, 1.5, clean.shape) for _ in range(2)]
    seen = [Frame(Fraction(n, 10), np.clip(y, 0, 255).astype(np.uint8), *(flat(0).cb,) * 2) for n, y in enumerate(cloth)]
    assert noise_of([seen]) == pytest.approx(1.5, rel=0.3), "what is rough and stays is cloth"
    cleaned = list(denoised(iter(noisy), 6))
    assert [frame.time for frame in cleaned] == [frame.time for frame in noisy]
    error = [float(np.abs(frames_[-1].y - clean).mean()) for frames_ in (noisy, cleaned)]
    assert error[1] < 0.5 * error[0]


def test_sharpening_makes_edges_steeper_and_no_halo() -> None:
    """A soft edge becomes steeper, yet nothing becomes darker than the dark side or lighter than the light one."""
    ramp = np.clip(np.linspace(-200, 400, 96), 50, 200)
    soft = Frame(Fraction(0), np.tile(ramp, (64, 1)).astype(np.uint8), *(flat(0).cb,) * 2)
    crisp = sharpened(soft, 1.5)
    assert crisp.y.min() >= 50 and crisp.y.max() <= 200
    assert np.abs(np.diff(crisp.y[0].astype(int))).max() > np.abs(np.diff(soft.y[0].astype(int))).max()


def test_tiles_that_did_not_change_are_reused_and_the_result_is_the_very_same() -> None:
    """Where nothing may change, the pictures are equal to those made without reuse."""

    def work(tile: np.ndarray) -> np.ndarray:
        return np.repeat(np.repeat(255 - tile, 2, 0), 2, 1)

    still = np.random.default_rng(3).integers(0, 255, (300, 420, 3), np.uint8)
    moved = still.copy()
    moved[10:20, 10:20] = 0
    kept, fresh = Tiles(work, 2, reuse=True), Tiles(work, 2, reuse=False)
    for picture in (still, still, moved, still):
        assert np.array_equal(kept(picture), fresh(picture))
    assert kept.reused == 12 + 11 + 11 and fresh.reused == 0


def test_only_what_moves_is_made_again_and_small_changes_are_all_there() -> None:
    """A thing on a still, noisy ground costs a small part of a frame and is exact; grain and slow light go on without steps."""
    worked: list[int] = []

    def work(part: np.ndarray) -> np.ndarray:
        worked.append(part.shape[0] * part.shape[1])
        return np.repeat(np.repeat(part, 2, 0), 2, 1)

    rng, ground = np.random.default_rng(3), np.random.default_rng(3).integers(40, 200, (360, 650, 3))
    kept = Regions(work, 2, 4, workers=2)
    for step in range(4):
        began, real = len(worked), ground.copy()
        real[100:140, 60 + 9 * step : 100 + 9 * step] = 250
        seen = np.clip(real + rng.integers(-2, 3, real.shape), 0, 255).astype(np.uint8)
        off = np.abs(kept(seen).astype(int)[::2, ::2] - seen)
        assert off.mean() < 1 and off[100:140, 60 + 9 * step : 100 + 9 * step].max() == 0
    assert sum(worked[began:]) < 0.1 * sum(worked[:began]) and kept.reused > 2.8 * 23 * 41
    before, light = len(worked), Regions(work, 2, 3)
    levels = [int(light(np.full((128, 128, 3), 100 + step, np.uint8))[9, 9, 0]) for step in range(9)]
    assert levels == list(range(100, 109)), "as bright as they are, all the way"
    assert len(worked) - before == 3, "and worked on once in four steps"


def test_a_cut_stands_out_from_movement() -> None:
    """A camera that sweeps makes no cut; another place does, and only once."""
    rng = np.random.default_rng(4)
    wide, other = (np.repeat(np.repeat(rng.integers(0, 255, (4, 16), np.uint8), 24, 0), 24, 1) for _ in range(2))
    cuts, half = Cuts(), flat(0).cb
    shots = [wide[:, n * 4 : n * 4 + 160] for n in range(8)] + [other[:, n * 4 : n * 4 + 160] for n in range(4)]
    found = [cuts.begins(Frame(Fraction(n), np.ascontiguousarray(y), half, half)) for n, y in enumerate(shots)]
    assert found == [False] * 8 + [True] + [False] * 3


def test_colours_survive_the_way_to_a_net_and_back(tmp_path: Path) -> None:
    """Within a level or two, in luma."""
    frame = next(frames(survey(clip(tmp_path / "bars.mp4", 1, picture="smptebars"))))
    back = from_colours(to_colours(frame), frame.time)
    assert np.abs(back.y.astype(int) - frame.y).mean() < 1.5


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("void.mp4", b"", "not a file that holds anything"),
        ("half.mp4", None, "damaged or cut short"),
    ],
)  # fmt: skip
def test_what_is_no_video_is_a_sentence_and_writes_nothing(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    """Neither an empty file nor the beginning of one; what poses as a video is in test_bad_input."""
    source = tmp_path / "in" / name
    source.parent.mkdir()
    source.write_bytes(clip(tmp_path / "whole.mp4").read_bytes()[:2000] if content is None else content)
    with pytest.raises(FilmError, match=sentence):
        better(source, scale=2)
    assert [path.name for path in source.parent.iterdir()] == [name]


def test_a_film_that_breaks_off_is_enhanced_as_far_as_it_goes_and_says_so(tmp_path: Path) -> None:
    """Its head is whole, the rest of its pictures is missing."""
    whole = clip(tmp_path / "whole.mp4", 4, sound=False)
    run_ffmpeg(["-i", str(whole), "-c", "copy", "-movflags", "+faststart", str(tmp_path / "first.mp4")])
    half = tmp_path / "half.mp4"
    half.write_bytes((tmp_path / "first.mp4").read_bytes()[: whole.stat().st_size // 2])
    done = better(half, scale=2)
    assert "The source breaks off" in " ".join(done.notes) and 5 < probe(done.path).frames < 40


def test_damage_in_the_middle_costs_the_frames_it_hit_and_no_more(tmp_path: Path) -> None:
    """Their number is said; what comes after the damage is there, and MP3 stays the sound that it was."""
    whole, hurt = tmp_path / "whole.mp4", tmp_path / "hurt.mp4"
    run_ffmpeg(["-i", str(clip(tmp_path / "aac.mp4", 4)), "-g", "10", "-c:a", "libmp3lame", str(whole)])
    content = bytearray(whole.read_bytes())
    with av.open(str(whole)) as opened:
        hit = [packet for packet in opened.demux(video=0) if packet.pts is not None][15:18]
        for packet in hit:
            content[packet.pos : packet.pos + packet.size] = b"\xff" * packet.size
    hurt.write_bytes(content)
    done = better(hurt, scale=2)
    assert "damaged frames of the source were left out" in " ".join(done.notes) and "AAC" not in " ".join(done.notes)
    assert survey(done.path).audio == ("mp3",) and 36 < done.data["frames"] < 40 and times(done.path)[-1] > 3.8


def test_odd_names_sizes_rates_and_silent_tracks(tmp_path: Path) -> None:
    """A name that begins with a dash and is not ASCII, an odd size, 1000 frames a second, a sound track without sound."""
    source = tmp_path / "-été 🌊.mkv"
    run_ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=97x65:r=1000:d=0.03", "-pix_fmt", "yuv444p", str(source)])
    done = better(source, "-größer.mp4", fps=100)
    assert (survey(done.path).width, survey(done.path).height) == (96, 64) and probe(done.path).frames == 3
    empty = tmp_path / "empty.mov"
    silence = ["-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "pipe:0"]
    run_ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=96x64:r=10:d=0.5", *silence, "-map", "0", "-map", "1", str(empty)], frames=[])
    assert "sound track without any sound" in " ".join(better(empty, "x.mp4").notes) or not survey(empty).audio


def test_nothing_is_written_over_without_leave_and_nothing_is_left_when_stopped(tmp_path: Path) -> None:
    """The source itself never; another file only with --replace; Ctrl-C in the middle leaves the folder as it was."""
    source = clip(tmp_path / "a.mp4")
    with pytest.raises(FilmError, match="in the place of"):
        better(source, "a.mp4")
    (tmp_path / "there.mp4").write_text("mine")
    with pytest.raises(FilmError, match="is there already"):
        better(source, "there.mp4")

    def stop(made: int, all_: int) -> None:
        if made == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enhance(source, tmp_path / "new.mp4", EnhanceRequest(source="", scale=2), stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "there.mp4"]
    assert (tmp_path / "there.mp4").read_text() == "mine"


def test_the_command_says_what_it_did_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON alone on standard output: the path, the sheet, the numbers."""
    from ui.enhance_cli import enhance as command

    source = clip(tmp_path / "in.mp4", 1)
    command(source, tmp_path / "out.mp4", scale=2, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["path"] == str(tmp_path / "out.mp4") and told["signed"] and told["size"] == [320, 180]
    with av.open(told["path"]) as made:
        assert made.streams.video[0].codec_context.name == "h264"
