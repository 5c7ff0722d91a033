"""Pictures lent and drawn are searched for faces: who is lent is answered for, who is enrolled is not drawn unasked."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from memory.canonical import digest
from memory.consent import Consent, Ledger, Scope, this_user
from memory.editing import changed
from memory.errors import EngineError, FilmError, Refused
from memory.project import Project
from memory.refusals import refusals
from memory.takes import Take
from tests.at_easel import STILL, drawn
from tests.pictures_wire import Wire, by_key, images, photograph
from tests.test_guards_entrances import asked_everywhere, unsaid
from tests.voicing import shelf_with
from tools import studio
from tools.engines import EngineSpec, Request, StillRequest
from tools.guards import drawn_faces
from tools.guards.declaring import declare
from tools.guards.faces import called, check_picture
from tools.policy import Act, permit
from tools.settings import load_settings
from ui.cli import app

SPEC = EngineSpec(name="borrowed", version="1", role="stills", licence="MIT", credit="Borrowed")


class Referring(StillRequest):
    """A still drawn after a lent picture, as engines that are models ask for it."""

    file: str = ""


@pytest.fixture
def portrait(project: Project) -> Path:
    """A photograph of a person, lent to the film; the one that matplotlib brings (public domain)."""
    (project.root / "lent").mkdir()
    return Path(shutil.copy(photograph(), project.root / "lent" / "portrait.jpg"))


def test_a_lent_face_is_refused_until_somebody_answers_for_it(project: Project, portrait: Path) -> None:
    """The fence says what was found and how to settle it; a declaration names the very picture by its hash."""
    act = Act(SPEC, Referring(width=64, height=64, description="A meadow.", file="lent/portrait.jpg"), project.root)
    with pytest.raises(Refused, match=r"shows 1 face.*onereel declare DIR --fictional 'picture [0-9a-f]{12}'"):
        permit(act)
    project.edit(lambda film: declare(film, [called(portrait)]), "by hand")
    permit(act)


def test_a_picture_without_a_face_passes_and_another_one_is_not_covered(project: Project) -> None:
    """A plain picture passes; what is no picture is refused in a sentence."""
    pytest.importorskip("dlib")
    from PIL import Image

    Image.new("RGB", (120, 80), "#406080").save(project.root / "plain.png")
    check_picture(project.root / "plain.png", project.film, project.root)
    (project.root / "broken.png").write_bytes(b"no picture")
    with pytest.raises(EngineError, match=r"broken.png cannot be read as a picture"):
        check_picture(project.root / "broken.png", project.film, project.root)


def test_without_a_detector_the_person_is_asked(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be searched is not waved through."""
    (project.root / "any.png").write_bytes(b"whatever")
    monkeypatch.setattr("tools.engines.faces.can_search", lambda: False)
    with pytest.raises(Refused, match=r"cannot be searched for faces here .*If it shows nobody real, say so once"):
        check_picture(project.root / "any.png", project.film, project.root)


OPENAI = "openai:gpt-image-1"


@pytest.fixture(scope="module")
def grace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grace Hopper's likeness as the command enrols it, once: the folder of voices and faces in which it lies."""
    pytest.importorskip("openai")
    folder = tmp_path_factory.mktemp("grace") / "voices"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ONEREEL_VOICES_DIR", str(folder))
        patched.setenv("ONEREEL_SHELF_DIR", str(shelf_with("faces")))
        enrolled = CliRunner().invoke(app, ["likeness", "add", "Grace Hopper", str(photograph()), "--json"])
    assert enrolled.exit_code == 0, enrolled.output
    return folder


@pytest.fixture
def wire(grace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A server that draws photographs; Grace Hopper's likeness is enrolled."""
    with images() as server:
        monkeypatch.setenv("ONEREEL_SHELF_DIR", str(shelf_with("faces")))
        by_key(monkeypatch, server.url, tmp_path)
        shutil.copytree(grace, load_settings().voices_dir)
        yield server


def another_picture_of(photo: Path) -> bytes:
    """The same person, mirrored, with less colour and smaller, as part of a larger picture: no hash would know it."""
    from PIL import Image, ImageEnhance, ImageOps

    whole = Image.new("RGB", (1536, 1024), "#336655")
    with Image.open(photo) as opened:
        face = ImageEnhance.Color(ImageOps.mirror(opened.convert("RGB"))).enhance(0.4).resize((700, 820))
    whole.paste(face, (500, 120))
    coded = io.BytesIO()
    whole.save(coded, format="PNG")
    return coded.getvalue()


def agreed(person: str) -> str:
    """A record of somebody's consent to be shown, as enrolling leaves it behind; its id."""
    scope = Scope(user=this_user(), purpose="to show my likeness in films")
    record = Consent(name="grace", person=person, scope=scope, challenge="0" * 16, reference="a" * 64, recording="b" * 64,
                     kept={}, transcript="...", scores={})  # fmt: skip
    return Ledger(load_settings().voices_dir).append("consent", record).id


def kept(project: Project, request: Request, spot: str) -> Take:
    """A still made for the film and kept, as the build does it."""
    spec, key = studio.spec_of("stills", OPENAI), digest(spot)
    with project.takes.workspace(key) as folder:
        made = studio.synthesise("stills", OPENAI, request, {}, folder, project.root)
        return project.takes.commit(
            key, folder, role="still", engine=spec.name, version=spec.version, licence=spec.licence,
            request=request.model_dump(mode="json"), inputs={}, main=made.main, notes=(), data=dict(made.data), seconds=0,
        )  # fmt: skip


def large(**changes: Any) -> Request:
    """A still large enough for a face to be found on it."""
    return drawn(OPENAI, **{**dict(STILL), "width": 768, "height": 512, **changes})


def test_a_drawn_face_of_somebody_enrolled_is_kept_only_with_their_consent(project: Project, wire: Wire) -> None:
    """A model's picture of her is refused and not kept; once she has agreed it is kept, and was paid for once."""
    wire.draws = another_picture_of(photograph())
    with pytest.raises(Refused, match=r"face like that of Grace Hopper.*not agreed.*another seed"):
        kept(project, large(), "one")
    assert project.takes.keys() == []
    assert refusals(project.root)[-1].rule == "drawn faces"
    agreed("Grace Hopper")
    assert kept(project, large(), "one").main.is_file()
    assert len(wire.asked) == 1


def test_a_drawn_face_is_refused_at_every_entrance_to_a_render(project: Project, wire: Wire) -> None:
    """What a model drew of somebody enrolled is not kept, whoever had it drawn; the picture is paid for once."""
    wire.draws = another_picture_of(photograph())
    one = changed(project.film.scenes[0], shots=project.film.scenes[0].shots[:1])
    engines = changed(project.film.engines, stills=OPENAI)
    project.edit(lambda film: changed(film, width=768, height=512, scenes=(one,), engines=engines), "by hand")
    said = asked_everywhere(project.root)
    assert unsaid(said, "face like that of Grace Hopper") == set(), said
    assert {each.rule for each in refusals(project.root)} == {"drawn faces"}
    takes = map(project.takes.find, project.takes.keys())
    assert "openai" not in {take.manifest.engine for take in takes if take}
    assert len(wire.asked) == 1


def test_somebody_else_s_face_and_paper_figures_pass(project: Project, wire: Wire, tmp_path: Path) -> None:
    """Another person's photograph is not hers; a paper figure is not compared with anybody, whatever is installed."""
    skimage = pytest.importorskip("skimage")
    wire.draws = another_picture_of(Path(skimage.__file__).parent / "data" / "astronaut.png")
    assert kept(project, large(), "two").main.is_file()
    paper = studio.spec_of("stills", "papercut")
    drawn_faces.check(Act(paper, STILL, project.root), photograph())


def test_a_film_drawn_before_somebody_was_enrolled_is_not_let_out(project: Project, wire: Wire) -> None:
    """Enrolling counts for earlier pictures too; a consent lets them out, and taken back it stops them again."""
    wire.draws = another_picture_of(photograph())
    record = agreed("Grace Hopper")
    take = kept(project, large(), "three")
    drawn_faces.may_leave(project, take.manifest.key)
    from memory.consent import Revocation

    Ledger(load_settings().voices_dir).append("revocation", Revocation(record=record))
    with pytest.raises(Refused, match=r"A picture in this film .*Grace Hopper"):
        drawn_faces.may_leave(project, take.manifest.key)


def test_no_declaration_covers_a_lent_picture_of_somebody_enrolled(project: Project, wire: Wire, portrait: Path) -> None:
    """ "It shows nobody real" is not believed of a face that is known."""
    project.edit(lambda film: declare(film, [called(portrait)]), "by hand")
    with pytest.raises(Refused, match="The lent picture shows a face like that of Grace Hopper"):
        check_picture(portrait, project.film, project.root)


def test_what_cannot_be_compared_is_said_and_not_kept(project: Project, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the networks a model's picture is refused with the command; with nobody enrolled nothing is looked at."""
    monkeypatch.setenv("ONEREEL_SHELF_DIR", str(project.root / "empty"))
    with pytest.raises(Refused, match=r"cannot be compared with them here.*onereel fetch faces"):
        kept(project, large(), "four")
    assert CliRunner().invoke(app, ["likeness", "remove", "Grace Hopper"]).exit_code == 0
    assert kept(project, large(), "four").main.is_file()


def test_a_likeness_is_of_one_face_can_be_listed_and_leaves_nothing_behind(project: Project, wire: Wire) -> None:
    """No photograph is kept; removed, the numbers are gone; changed on the disk, nothing is compared with them."""
    folder = load_settings().voices_dir
    assert [path.suffix for path in (folder / "faces").iterdir()] == [".json"]
    found = json.loads(CliRunner().invoke(app, ["likeness", "list", "--json"]).stdout)["likenesses"]
    assert [each["person"] for each in found] == ["Grace Hopper"]
    from PIL import Image

    Image.new("RGB", (300, 300)).save(project.root / "nobody.png")
    with pytest.raises(FilmError, match="shows no face that can be found"):
        drawn_faces.enroll("Ann Lee", project.root / "nobody.png")
    numbers = next((folder / "faces").iterdir())
    numbers.write_text(numbers.read_text().replace("1", "2"))
    with pytest.raises(Refused, match="missing or was changed"):
        kept(project, large(), "five")
    assert CliRunner().invoke(app, ["likeness", "remove", "grace hopper"]).exit_code == 0
    assert list((folder / "faces").iterdir()) == []
