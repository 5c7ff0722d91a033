"""Every family of models.toml through the engines' own loading and calling code, on tiny pipelines; LoRAs and IP-Adapters."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import tests.tiny_hunyuan
from memory.errors import EngineError
from memory.film import Camera, Retouch
from memory.project import Project
from memory.takes import Take
from tests.at_easel import STILL, drawn, make, pixels, presets, retouch, small
from tests.tiny_models import build, ip_adapter, lora
from tools import models, progress
from tools.brushing import paint_anew, still_of
from tools.callsheet import call_sheet
from tools.drawn import model_of
from tools.engines import ClipRequest, MusicRequest
from tools.engines.asked import ComposedRequest, DrawnRequest, FilmedRequest, RetouchRequest
from tools.guards.faces import called
from tools.vocabulary import TOOLS, Desk

assert tests.tiny_hunyuan  # it brings the builders of all families
CLIP = ClipRequest(width=96, height=64, camera=Camera(move="pan_left", amount=1.0), seed=5)
LACKS_FTFY = r"needs .*ftfy.*pip install 'onereel\[neural\]'"
LTX_ENDS = 'follows = "ends"\npipeline = "LTXConditionPipeline"\nsteps = 2\nwidth = 64\nheight = 64\nframes = 9\nfps = 4\n'


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny models lie, made once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """The papercut still of the same words."""
    return make("stills", "papercut", STILL, {}, tmp_path_factory.mktemp("layout"))


@pytest.fixture(scope="module")
def motion(layout: Take, tmp_path_factory: pytest.TempPathFactory) -> Take:
    """The shot of CLIP by parallax."""
    return make("clips", "parallax", CLIP, {"still": layout}, tmp_path_factory.mktemp("motion"))


@pytest.fixture
def own(tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Sets the person's own models: the tiny ones of those kinds, and more rows of the table."""
    monkeypatch.setenv("ONEREEL_NSFW_THRESHOLD", "1")

    def named(*kinds: str, more: str = "") -> None:
        monkeypatch.setenv("ONEREEL_MODELS_FILE", str(presets(tmp_path, tiny, *kinds, more=more)))

    yield named


def seldom(*kinds: str) -> list[Any]:
    """Kinds that are run by `-m slow` alone."""
    return [pytest.param(kind, marks=pytest.mark.slow) for kind in kinds]


@pytest.mark.parametrize("kind", ["z-image", *seldom("sdxl", "sd3", "flux", "qwen-image")])
def test_a_picture_model_draws_and_paints(kind: str, own: Any, layout: Take, tmp_path: Path) -> None:
    """From words, over a layout and in a region; each step of each is told, up to the last."""
    own(kind)
    choice, heard = f"diffusers:tiny-{kind}", list[tuple[int, int]]()
    over = retouch(choice, target="left", prompt="a red lamp")
    with progress.heard_by(lambda step, steps: heard.append((step, steps))):
        made = [
            make("stills", choice, drawn(choice), {}, tmp_path / "1"),
            make("stills", choice, drawn(choice, change=0.5), {"layout": layout}, tmp_path / "2"),
            make("stills", choice, over, {"still": layout}, tmp_path / "3"),
        ]
    assert [take.data["act"] for take in made] == ["text", "layout", "paint"]
    assert heard == [(1, 2), (2, 2)] * 3
    assert (pixels(made[2])[:, 80:] == pixels(layout)[:, 80:]).all() and pixels(made[1]).std() > 1


def filmed(choice: str, **changes: Any) -> FilmedRequest:
    """A clip of two stretches asked of a model."""
    return FilmedRequest(**{**dict(CLIP), "model": model_of(("clips", choice)), "prompt": "a red boat", "parts": 2, **changes})


@pytest.mark.parametrize(
    ("kind", "frames"), [pytest.param("ltx", 17, marks=pytest.mark.slow), pytest.param("wan-text", 5, marks=pytest.mark.slow),
                         pytest.param("wan", 9, marks=pytest.mark.slow), ("cogvideox", 17),
                         pytest.param("hunyuan", 9, marks=pytest.mark.slow)],
)  # fmt: skip
def test_a_video_model_films(kind: str, frames: int, own: Any, layout: Take, tmp_path: Path) -> None:
    """Two stretches of a still share a frame; from words alone there is one; a model of one size films at that, any film."""
    own(kind)
    choice = f"diffusers:tiny-{kind}"
    if kind == "wan" and find_spec("ftfy") is None:
        with pytest.raises(EngineError, match=LACKS_FTFY):
            make("clips", choice, filmed(choice), {"still": layout}, tmp_path)
        return
    take = make("clips", choice, filmed(choice, width=64, height=96), {"still": layout}, tmp_path)
    assert take.data["frames"] == frames and take.data["camera"] == "words"


class TestFollowing:
    """Video-to-video, and the first and last frame: the camera's move is filmed by parallax first and shown to the model."""

    @pytest.mark.parametrize(
        ("kind", "told"),
        [("ltx-ends", "first and last frame"), ("cogvideox-video", "control video"),
         pytest.param("wan-ends", "first and last frame", marks=pytest.mark.slow),
         pytest.param("wan-video", "control video", marks=pytest.mark.slow)],
    )  # fmt: skip
    def test_a_model_follows_the_cameras_move(
        self, kind: str, told: str, own: Any, tiny: Path, layout: Take, motion: Take, tmp_path: Path
    ) -> None:
        """Shown another move, it films something else; not shown one, it says so."""
        rows = {
            "ltx-ends": ("ltx", LTX_ENDS),
            "wan-video": ("wan-text", 'follows = "video"\npipeline = "WanVideoToVideoPipeline"\nsteps = 2\nwidth = 32\n'
                                      "height = 32\nframes = 5\nfps = 4\n"),
        }  # fmt: skip
        base, row = rows.get(kind, (kind, ""))
        family = base.partition("-")[0]
        own(base, more=f'[models.it]\nfamily = "{family}"\nsource = "{build(base, tiny)}"\n{row}' if row else "")
        choice = "diffusers:it" if row else f"diffusers:tiny-{kind}"
        still = CLIP.model_copy(update={"camera": Camera(move="static")})
        quiet = make("clips", "parallax", still, {"still": layout}, tmp_path / "quiet")
        if kind == "wan-ends" and find_spec("ftfy") is None:
            with pytest.raises(EngineError, match=LACKS_FTFY):
                make("clips", choice, filmed(choice), {"still": layout, "motion": motion}, tmp_path)
            return
        takes = [
            make("clips", choice, filmed(choice, parts=1), {"still": layout, "motion": move}, tmp_path / f"{number}")
            for number, move in enumerate((motion, quiet))
        ]
        assert takes[0].data["camera"] == told
        assert takes[0].main.read_bytes() != takes[1].main.read_bytes()
        with pytest.raises(EngineError, match="follows the camera's move, and none was given"):
            make("clips", choice, filmed(choice), {"still": layout}, tmp_path / "none")

    def test_the_call_sheet_films_the_move_first(self, own: Any, tiny: Path) -> None:
        """Parallax over the same picture is a take of its own beneath the model's clip; other models have none."""
        own("ltx", more=f'[models.it]\nfamily = "ltx"\nsource = "{build("ltx", tiny)}"\n{LTX_ENDS}')
        jobs = [job for job in call_sheet(small(clips="diffusers:it")) if job.role == "clip" and job.shot == "s2a"]
        assert [job.engine for job in jobs] == ["parallax", "diffusers:it"]
        assert dict(jobs[1].inputs) == {"still": dict(jobs[0].inputs)["still"], "motion": jobs[0].key}
        plain = [job for job in call_sheet(small(clips="diffusers:tiny-ltx")) if job.role == "clip" and job.shot == "s2a"]
        assert [job.engine for job in plain] == ["diffusers:tiny-ltx"]


@pytest.mark.slow
def test_audioldm_plays(own: Any, tmp_path: Path) -> None:
    """With its two readers, its language model and its vocoder; every step is told."""
    own("audioldm2")
    asked = ComposedRequest(**dict(MusicRequest(seed=3)), model=model_of(("music", "diffusers:tiny-audioldm2")))
    heard: list[tuple[int, int]] = []
    with progress.heard_by(lambda step, steps: heard.append((step, steps))):
        take = make("music", "diffusers:tiny-audioldm2", asked, {}, tmp_path)
    assert take.data["model"] == "tiny-audioldm2" and heard == [(1, 2), (2, 2)]


class TestLaidOver:
    def test_a_lora_by_file_changes_the_picture_by_its_weight(self, own: Any, tiny: Path, tmp_path: Path) -> None:
        """Saved as diffusers saves one; at weight 0 the picture is as without. Where peft is missing the sentence says so."""
        file = lora(tmp_path, build("sd", tiny))
        row = '[models.{}]\nfamily = "sd"\nsource = "{}"\nsteps = 2\nwidth = 64\nheight = 64'
        row += '\nloras = [{{ file = "{}", weight = {} }}]'
        rows = [row.format(name, tiny / "sd", file, weight) for name, weight in (("bold", 1.0), ("faint", 0.0))]
        own("sd", more="\n".join(rows))
        if find_spec("peft") is None:
            with pytest.raises(EngineError, match=r"PEFT.*Install what it needs: pip install 'onereel\[neural\]'"):
                make("stills", "diffusers:bold", drawn("diffusers:bold"), {}, tmp_path / "0")
            return
        plain, bold, faint = (
            pixels(make("stills", f"diffusers{name}", drawn(f"diffusers{name}"), {}, tmp_path / f"takes{name[1:]}"))
            for name in (":tiny-sd", ":bold", ":faint")
        )
        assert np.abs(bold - plain).mean() > 1 and np.abs(faint - plain).mean() < 0.5

    def test_a_reference_picture_guides_the_drawing(self, own: Any, tiny: Path, layout: Take, tmp_path: Path) -> None:
        """Another reference is another picture, from words and over a layout; without one the model draws as it did."""
        adapter = ip_adapter(tmp_path / "adapter", build("sd", tiny))
        named = f'adapter = "{adapter}"\nadapter_folder = "models"\nadapter_file = "tiny.safetensors"\n'
        own("sd", more=f'[models.led]\nfamily = "sd"\nsource = "{tiny / "sd"}"\nsteps = 2\nwidth = 64\nheight = 64\n{named}')
        red = make("stills", "papercut", STILL.model_copy(update={"description": "A red desert at noon."}), {}, tmp_path / "r")
        lent = {"file": "lent/" + "0" * 64 + ".png"}
        choice = "diffusers:led"
        before = make("stills", choice, drawn(choice), {}, tmp_path / "0")
        one, other = (
            make("stills", choice, drawn(choice, **lent), {"lent": picture}, tmp_path / name)
            for picture, name in ((layout, "1"), (red, "2"))
        )
        over = make("stills", choice, drawn(choice, change=0.5, **lent), {"lent": red, "layout": layout}, tmp_path / "3")
        after = make("stills", choice, drawn(choice), {}, tmp_path / "4")
        assert np.abs(pixels(one) - pixels(other)).mean() > 0.2 and over.data["act"] == "layout"
        assert before.main.read_bytes() == after.main.read_bytes() != one.main.read_bytes()

    def test_an_adapter_that_is_not_here_names_the_command(self, own: Any, tiny: Path, layout: Take, tmp_path: Path) -> None:
        """Nothing is fetched while a film is drawn."""
        own("sd", more=f'[models.led]\nfamily = "sd"\nsource = "{build("sd", tiny)}"\nadapter = "nobody/ip-adapter"\n')
        asked = drawn("diffusers:led", file="lent/" + "0" * 64 + ".png")
        with pytest.raises(EngineError, match=r"IP-Adapter of 'led'.*onereel models fetch led --adapter"):
            make("stills", "diffusers:led", asked, {"lent": layout}, tmp_path)


class TestSaid:
    """A mask and a reference, from the chat's tools to the picture."""

    @pytest.fixture
    def desk(self, own: Any, tmp_path: Path) -> Desk:
        """The small film, drawn by a model from words."""
        own("sd")
        Project.create(tmp_path / "film", small(stills="diffusers"), "drafted")
        return Desk(tmp_path / "film")

    def test_what_is_painted_over_changes_and_nothing_else(self, desk: Desk, tmp_path: Path) -> None:
        """A picture file with a white spot, and the same painted on a page over one shot."""
        mask = np.zeros((90, 160, 3), np.uint8)
        mask[20:50, 20:60] = 255
        cv2.imwrite(str(tmp_path / "spot.png"), mask)
        before = pixels(still_of(desk.project, "s2a"))
        TOOLS["retouch"](desk, scenes="2", target=str(tmp_path / "spot.png"), becomes="a red lamp")
        after = pixels(still_of(desk.project, "s2a"))
        differs = np.abs(after - before).max(axis=2) > 0
        assert differs[25:45, 25:55].mean() > 0.5 and not differs[:, 80:].any() and not differs[60:].any()
        TOOLS["retouch"](desk, scenes="2", clear=True)
        paint = np.dstack([mask, mask[..., 0]])
        cv2.imwrite(str(tmp_path / "paint.png"), paint)
        done = paint_anew(desk, "s2a", tmp_path / "paint.png", "a red lamp")
        assert done.changed == ("s2",) and "what was painted" in done.said
        assert (pixels(still_of(desk.project, "s2a")) == after).all()

    def test_a_reference_is_kept_with_the_film_and_taken_away_again(self, desk: Desk, tmp_path: Path) -> None:
        """The picture lies in the project; who it shows is the fence's question; depth is said by the same tool."""
        cv2.imwrite(str(tmp_path / "ref.png"), np.full((900, 700, 3), 90, np.uint8))
        TOOLS["guide"](desk, scenes="2", reference=str(tmp_path / "ref.png"))
        kept = desk.project.film.scenes[1].drawing
        assert kept and called(desk.root / kept.reference).startswith("picture ")
        assert cv2.imread(str(desk.root / kept.reference)).shape == (640, 498, 3)
        asked = next(j.request for j in call_sheet(desk.project.film) if j.shot == "s2a" and type(j.request) is DrawnRequest)
        assert asked.file == kept.reference
        TOOLS["guide"](desk, scenes="all", reference="none", depth="depth:dpt-large")
        film = desk.project.film
        assert not film.scenes[1].drawing.reference and film.drawing.depth == "depth:dpt-large"  # type: ignore[union-attr]


def test_a_painted_region_needs_its_mask(own: Any, layout: Take, tmp_path: Path) -> None:
    """A film whose mask is gone says so."""
    own("sd")
    gone = Retouch(target="lent/" + "0" * 64 + ".png", prompt="red").target
    asked = retouch(target=gone, prompt="red")
    assert isinstance(asked, RetouchRequest)
    with pytest.raises(EngineError, match="its mask was not given"):
        make("stills", "diffusers", asked, {"still": layout}, tmp_path)


def test_every_family_that_a_preset_names_is_run_here() -> None:
    """A preset of another family would have to come with a tiny pipeline."""
    from tests.tiny_models import _ROWS

    named = {preset.family for preset in models.presets().values() if preset.engine != "openai"}
    assert named <= {row.split('"')[1] for row in _ROWS.values()}
