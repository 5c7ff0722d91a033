"""A picture lent as a reference is searched for faces, and who is on it is the person's to answer for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from memory.errors import EngineError, Refused
from memory.project import Project
from tools.engines import EngineSpec, StillRequest
from tools.guards.declaring import declare
from tools.guards.faces import called, check_picture
from tools.policy import Act, permit

SPEC = EngineSpec(name="borrowed", version="1", role="stills", licence="MIT", credit="Borrowed")


class Referring(StillRequest):
    """A still drawn after a lent picture, as engines that are models ask for it."""

    file: str = ""


@pytest.fixture
def portrait(project: Project) -> Path:
    """A photograph of a person, lent to the film; the one that matplotlib brings (public domain)."""
    pytest.importorskip("dlib")
    matplotlib = pytest.importorskip("matplotlib")
    photograph = Path(matplotlib.__file__).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"
    (project.root / "lent").mkdir()
    return Path(shutil.copy(photograph, project.root / "lent" / "portrait.jpg"))


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
