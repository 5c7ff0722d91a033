"""The export room: every preset probed by readers that are not ours, recomposed shapes, what is reused, what is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from memory.errors import FilmError, Refused
from memory.project import Project
from tests.exporting import TITLE, boxes, loudness, made, new_film, seen, take_out
from tests.processes import quick_folder
from tools.callsheet import call_sheet
from tools.engines import ENGINES, EngineSpec, Made, StillRequest
from tools.engines.cut.reframe import cut_for
from tools.exporting import Exported, Wish, export, plan, preset, presets
from tools.exporting.posters import telling_shot
from tools.finish import Painted, frame_for, variant
from tools.policy import Act, Rule
from tools.provenance import inspect

NAME = "die-lampe-das-meer"


@pytest.fixture(scope="module")
def film() -> Iterator[Project]:
    """The short film, rendered once; each test's variants stay for the next."""
    with quick_folder() as folder:
        project = new_film(folder / "-rf ü film")
        take_out(project)
        yield project


@pytest.fixture(scope="module")
def delivered(film: Project) -> dict[str, Exported]:
    """The film for everybody that there is a preset for, small."""
    return {each.name: take_out(film, preset=each.name, size="90p") for each in presets()}


WANTED = {
    "youtube": ("h264", "aac", 160, 90, 25, -14.0, ("mov_text",)),
    "shorts": ("h264", "aac", 90, 160, 25, -14.0, ()),
    "reels": ("h264", "aac", 90, 160, 30, -14.0, ()),
    "tiktok": ("h264", "aac", 90, 160, 30, -14.0, ()),
    "broadcast": ("prores", "pcm_s24le", 160, 90, 25, -23.0, ()),
    "archive": ("ffv1", "flac", 160, 90, 25, -14.0, ("srt",)),
}


@pytest.mark.parametrize("name", WANTED)
def test_every_preset_is_what_it_says(delivered: dict[str, Exported], name: str) -> None:
    """Streams, size, rate, colours, loudness by an independent meter, faststart, chapters and captions."""
    path, found = delivered[name].main, seen(delivered[name].main)
    video, audio, width, height, fps, lufs, captions = WANTED[name]
    assert (found.video, found.audio, found.width, found.height, found.fps) == (video, audio, width, height, fps)
    assert (found.subtitles, found.rate, found.colours) == (captions, 48_000, (1, 1, 1, 1))
    assert found.frames == round(delivered[name].facts["seconds"] * fps)
    assert loudness(path) == pytest.approx(lufs, abs=0.5 if lufs == -23 else 1.0)
    assert (found.chapters, found.title, found.languages) == (4, TITLE, {"eng"})
    if path.suffix in (".mp4", ".mov"):
        assert inspect(path).state == "valid"
        assert boxes(path).index("moov") < boxes(path).index("mdat")
    assert delivered[name].facts["true_peak"] <= preset(name).peak + 0.05


def test_broadcast_and_archive_hold_what_editors_and_archivists_want(delivered: dict[str, Exported]) -> None:
    """ProRes 422 HQ with ten bits; FFV1 gives back the very pictures of the film."""
    import av

    broadcast, archive = seen(delivered["broadcast"].main), delivered["archive"].main
    assert (broadcast.pixels, broadcast.profile) == ("yuv422p10le", "HQ")
    assert delivered["broadcast"].files[1].suffix == ".srt"
    with av.open(str(archive)) as one, av.open(str(delivered["youtube"].main)) as two:
        pairs = zip(one.decode(video=0), two.decode(video=0), strict=True)
        assert all(np.array_equal(a.to_ndarray(), b.to_ndarray()) for a, b in pairs)


def test_an_upright_film_is_painted_anew_and_its_words_are_in_the_picture(film: Project) -> None:
    """No bars and no crop of the wide film: another composition of the same scene, with captions burnt in."""
    import av

    upright = plan(film, Wish(preset="shorts", size="90p"))
    stills = [p.job for p in upright if p.job.role == "still"]
    assert {(job.request.width, job.request.height) for job in stills} == {(90, 160)}  # type: ignore[union-attr]
    assert all(p.job.request.burn_in == "high" for p in upright if p.job.engine == "segment")  # type: ignore[union-attr]
    done = take_out(film, preset="shorts", size="90p")
    with av.open(str(done.main)) as file:
        picture = next(f for i, f in enumerate(file.decode(video=0)) if i == 100).to_ndarray(format="gray")
    assert picture[:12].std() > 3 or picture[-12:].std() > 3  # no black bars above and below
    assert min(picture[:, 0].std(), picture[:, -1].std()) > 1


def test_a_second_export_makes_nothing_and_another_rate_only_what_depends_on_it(film: Project) -> None:
    """Takes of variants live in the project: 120 frames a second paint no picture and speak no word again."""
    first = take_out(film, fps=50)
    assert set(made(first)) == {"segment", "mix", "film", "export"}
    again = take_out(film, fps=50)
    assert (made(again), again.main, again.files) == ([], first.main, first.files)
    larger = plan(film, Wish(size="180p"))
    assert {p.job.role for p in larger if p.status == "made"} == {"still", "clip", "segment", "film", "export"}
    assert film.refresh().version == 1


def test_h265_and_av1_when_asked(film: Project) -> None:
    """The pictures are the film's, in the other codec, tagged so that players know them."""
    found = [seen(take_out(film, codec=codec).main) for codec in ("h265", "av1")]
    assert [each.video for each in found] == ["hevc", "libdav1d"] or [each.video for each in found] == ["hevc", "av1"]
    assert [each.frames for each in found] == [found[0].frames] * 2
    assert all(each.colours == (1, 1, 1, 1) for each in found)
    assert b"hvc1" in take_out(film, codec="h265").main.read_bytes()


def test_poster_and_thumbnail_carry_the_title(film: Project) -> None:
    """Painted at their own size; letters stand where the picture was darkened."""
    import cv2

    done = take_out(film, to="poster", size="240x360")
    picture = cv2.imread(str(done.main))
    assert picture.shape == (360, 240, 3)
    foot = picture[240:].max(axis=2)
    assert (foot > 180).mean() > 0.01 and (foot < 60).mean() > 0.3
    scene, shot = telling_shot(film.film)
    assert (scene.id, shot.id) == ("s1", "s1a")


def test_chapters_captions_and_stems_come_by_themselves(film: Project) -> None:
    """Each under the film's name, the first chapter at 0:00."""
    chapters = take_out(film, to="chapters").main.read_text(encoding="utf-8").splitlines()
    assert chapters[0] == f"0:00 {TITLE}" and [line.split(" ", 1)[1] for line in chapters[1:]] == ["Night", "Sea", "Credits"]
    assert take_out(film, to="srt").main.read_text().startswith("1\n00:00:0")
    stems = take_out(film, to="stems")
    assert {path.name for path in stems.files} == {"voice.flac", "music.flac", "effects.flac"}
    assert stems.main.name == f"{NAME}-stems"


def _no_voice(act: Act) -> None:
    if act.spec.role == "speech":
        raise Refused("The consent for this voice was taken back, so nothing in it leaves the studio. Choose another voice.")


def test_a_consent_taken_back_stops_an_export_of_what_is_there(film: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every take is asked about anew, also those that would only be copied."""
    rule = Rule("voice", "people", "speech", "nothing", "tests.test_exporting:_no_voice")
    monkeypatch.setattr("tools.policy.RULES", (rule,))
    for wish in (Wish(), Wish(preset="youtube", size="90p"), Wish(to="otio"), Wish(to="stems"), Wish(to="publish", size="90p")):
        with pytest.raises(Refused, match="taken back"):
            export(film, wish)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"preset": "vimeo"}, "no preset called 'vimeo'. Choose one of: youtube, shorts"),
        ({"aspect": "7:5"}, "'7:5' is not an aspect"),
        ({"size": "huge"}, "'huge' is not a size"),
        ({"size": "20000p"}, "sides are even numbers from 64 to 7680"),
        ({"size": "16384x16384"}, "sides are even numbers from 64 to 7680"),
        ({"size": "1920x1080", "aspect": "9:16"}, "1920x1080 is not 9:16"),
        ({"fps": 1000}, "1 to 120 frames a second, not 1000"),
        ({"codec": "gif"}, "no codec called 'gif'"),
        ({"preset": "youtube", "fps": 120}, "YouTube takes at most 60 frames a second, not 120"),
        ({"to": "avi"}, "no export called 'avi'"),
        ({"to": "publish", "platforms": ("myspace",)}, "no platform called 'myspace'"),
        ({"to": "edl", "fps": 120}, "counts 24, 25, 30, 48, 50, 60 frames a second; this film runs at 120"),
        ({"folder": "{root}/takes"}, "is where the project keeps its own files"),
        ({"folder": "{root}/film.json/x"}, "is where the project keeps its own files"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(film: Project, wish: dict[str, object], sentence: str) -> None:
    """A sentence each, before anything is made."""
    before = sorted(film.root.rglob("*"))
    with pytest.raises(FilmError, match=sentence.replace("(", r"\(")):
        take_out(film, **{k: v.format(root=film.root) if isinstance(v, str) else v for k, v in wish.items()})
    assert sorted(film.root.rglob("*")) == before


def test_a_film_too_long_for_a_platform_is_not_cut_off(film: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused before anything is made, with what can be done."""
    shorts = preset("shorts").model_copy(update={"longest": 5})
    monkeypatch.setattr("tools.exporting.wish.preset", lambda name: shorts)
    with pytest.raises(FilmError, match=r"lasts \d+ seconds and YouTube Shorts takes at most 5\. Shorten the film"):
        take_out(film, preset="shorts", size="64p")
    assert not any(film.takes.find(p.job.key) for p in plan(film, Wish(preset="shorts", size="64p")) if p.job.role == "still")


def test_a_folder_that_will_not_do(film: Project, tmp_path: Path) -> None:
    """A file in its place, or one that nobody may write to."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FilmError, match="a file stands where a folder is needed"):
        take_out(film, folder=str(tmp_path / "file"))
    (tmp_path / "shut").mkdir(mode=0o500)
    if os.geteuid():
        with pytest.raises(FilmError, match="permission was denied"):
            take_out(film, folder=str(tmp_path / "shut"))


def test_names_that_trip_programs_up_are_only_names(film: Project, tmp_path: Path) -> None:
    """A folder beginning with a dash and one in Chinese; a file of somebody's stays, and the second copy gets a number."""
    for folder in (tmp_path / "-y", tmp_path / "出口 ü"):
        assert take_out(film, folder=str(folder)).main == folder / f"{NAME}.mp4"
    (tmp_path / "-y" / f"{NAME}.mp4").write_text("mine")
    other = take_out(film, folder=str(tmp_path / "-y")).main
    assert (other.name, (tmp_path / "-y" / f"{NAME}.mp4").read_text()) == (f"{NAME}-2.mp4", "mine")
    assert take_out(film, folder=str(tmp_path / "-y")).main == other
    assert not [path for folder in ("-y", "出口 ü") for path in (tmp_path / folder).rglob(".*")]


def test_a_silent_film_can_be_delivered_and_says_what_it_lacks(tmp_path: Path) -> None:
    """Nobody speaks and nothing sounds: the file has a silent track, the captions are refused with a sentence."""
    scene = {"id": "s1", "description": "A hill.", "shots": [{"id": "a", "camera": {"move": "static"}}]}
    film = new_film(tmp_path / "silent", fps=25, title="", scenes=[scene], music={"level_db": -60}, cast=[])
    done = take_out(film, preset="broadcast", size="90p")
    assert (seen(done.main).audio, done.main.name) == ("pcm_s24le", "film-broadcast.mov")
    assert any("too little in it to bring it to -23" in note for note in done.notes)
    with pytest.raises(FilmError, match=r"has no srt to export: nobody speaks in it"):
        take_out(film, to="srt")


def test_sizes_and_shapes_have_names(film: Project) -> None:
    """The shorter side gives a size its name, whatever the shape."""
    frames = {
        said: frame_for(film.film, *said)
        for said in (("", "4k"), ("9:16", "4k"), ("1:1", "1080"), ("4:5", "720p"), ("", "300x200"))
    }
    assert [(f.width, f.height, f.aspect) for f in frames.values()] == [
        (3840, 2160, "16:9"), (2160, 3840, "9:16"), (1080, 1080, "1:1"), (720, 900, "4:5"), (300, 200, "4:3"),
    ]  # fmt: skip


class Plain:
    """Stills of a grey ground with one red thing on the right: flat pictures, as many engines make them."""

    spec = EngineSpec(name="plain", version="1", role="stills", licence="CC0-1.0", credit="Pictures: plain")

    def __call__(self, request: StillRequest, inputs: object, folder: Path) -> Made:
        import cv2

        picture = np.full((request.height, request.width, 3), 90, np.uint8)
        picture[30:60:2, 110:140] = (20, 60, 230)
        cv2.imwrite(str(folder / "still.png"), picture)
        return Made("still.png")


def test_flat_pictures_are_made_once_and_cut_to_other_shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not painted anew for an upright film, which would be another picture and may cost; the red thing is in it."""
    monkeypatch.setitem(ENGINES["stills"], "plain", "tests.test_exporting:Plain")
    scene = {"id": "s1", "description": "Red.", "shots": [{"id": "a", "camera": {"move": "static"}}]}
    film = new_film(tmp_path / "flat", fps=10, scenes=[scene], engines={"stills": "plain"}, cast=[])
    first = take_out(film)
    done = take_out(film, aspect="9:16", size="90p")
    assert "still" in made(first) and "still" not in made(done) and "finish" in made(done)
    assert any("onereel fetch span" in note for note in done.notes)
    frame = next(f for i, f in enumerate(_frames(done.main)) if i == 45)
    red = (frame[..., 0].astype(int) - frame[..., 1]) > 60
    assert frame.shape == (160, 90, 3) and red.mean() > 0.02
    sheet = call_sheet(variant(film.film, frame_for(film.film, size="4k")), Painted(160, 90, span=True))
    finish = [(job.engine, getattr(job.request, "scale", 0)) for job in sheet if job.role == "finish"]
    assert finish == [("span", 4), ("reframe", 0)]


def _frames(path: Path) -> Iterator[np.ndarray]:
    import av

    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            yield frame.to_ndarray(format="rgb24")


def test_a_flat_picture_is_cut_around_what_it_shows() -> None:
    """The window goes to the side where there is something to see; nothing is stretched."""
    picture = np.full((90, 160, 3), 120, np.uint8)
    picture[20:70:4, 110:140] = (20, 60, 230)
    x, y, width, height = cut_for(picture, 9 / 16)
    assert (y, width, height) == (0, 51, 90)
    assert x <= 110 and x + width >= 140
    assert cut_for(picture, 16 / 9) == (0, 0, 160, 90)
