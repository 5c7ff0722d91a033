"""Rules that look at more than words: consent, licences and terms are refused at every entrance to a render."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage
from typer.testing import CliRunner

from agent.conversation import Conversation
from memory.canonical import digest
from memory.consent import ID_DIGITS
from memory.editing import changed
from memory.errors import FilmError, Refused
from memory.film import Film
from memory.project import Project
from memory.refusals import refusals
from memory.takes import Take
from tests.pictures_wire import by_key, photograph
from tests.scripted import Scripted, calls
from tools import studio
from tools.build import Planned, finished_take, render
from tools.callsheet import call_sheet
from tools.engines import ENGINES, EngineSpec, Made, StillRequest
from tools.exporting.making import still_allowed
from tools.settings import load_settings
from tools.vocabulary import TOOLS, Desk
from ui.cli import app
from ui.mcp_server import act


class Borrowed:
    """A painter whose licence keeps its pictures out of what is sold."""

    spec = EngineSpec(name="borrowed", version="1", role="stills", licence="CC-BY-NC-4.0", credit="Borrowed")

    def __call__(self, request: StillRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        raise AssertionError("it was asked")


def spoken_by_nobody(film: Film) -> Film:
    """A film in a voice of which there is no record."""
    return changed(film, narrator=changed(film.narrator, voice=f"mine:ada@{'0' * ID_DIGITS}"))


def for_sale(film: Film) -> Film:
    """A film for sale with pictures that may not be sold."""
    return changed(film, use="commercial", engines=changed(film.engines, stills="borrowed"))


def unread_terms(film: Film) -> Film:
    """A film whose model's terms nobody has agreed to on this machine."""
    return changed(film, engines=changed(film.engines, stills="openai:gpt-image-1"))


def real_cast(film: Film) -> Film:
    """A film with somebody real of whom there is no record."""
    return changed(film, cast=(changed(film.cast[0], fictional=False),))


DENIED: dict[str, tuple[Callable[[Film], Film], str, str]] = {
    "consent": (spoken_by_nobody, "consent", "ada"),
    "likeness": (real_cast, "likeness", "in the cast as a real person"),
    "licence": (for_sale, "licence", "may not be used for money"),
    "model licence": (unread_terms, "model licence", "not agreed to yet"),
}
"""By rule: what is done to the film by hand, the rule that stands in the record, and words of its sentence."""


@pytest.mark.parametrize("what", DENIED)
def test_a_film_that_may_not_be_made_is_refused_at_every_entrance(
    what: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tool, command, chat, MCP, page's queue, resumed render, export: the rule's sentence each time, and no take."""
    monkeypatch.setitem(ENGINES["stills"], "borrowed", "tests.test_guards_entrances:Borrowed")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    change, rule, words = DENIED[what]
    project.edit(change, "by hand")
    stands_everywhere(project.root, rule, words)
    studio._engine.cache_clear()


def test_a_lent_face_is_refused_at_every_entrance(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of somebody to draw after: until someone answers for it, nothing is drawn, whoever asks."""
    by_key(monkeypatch, "http://127.0.0.1:9/v1", tmp_path)
    (project.root / "lent").mkdir()
    shutil.copy(photograph(), project.root / "lent" / "portrait.jpg")
    project.edit(drawn_after("lent/portrait.jpg"), "by hand")
    stands_everywhere(project.root, "faces", "shows 1 face")


def drawn_after(file: str) -> Callable[[Film], Film]:
    """The edit that has a model draw after a lent picture."""

    def edit(film: Film) -> Film:
        engines = changed(film.engines, stills="openai:gpt-image-1")
        return changed(film, drawing=changed(film.drawing, reference=file), engines=engines)

    return edit


def stands_everywhere(root: Path, rule: str, words: str) -> None:
    """Every entrance to a render says the rule's sentence or asks the person; one rule is on record, and no take was made."""
    said = asked_everywhere(root) | {
        "export": refused(lambda: still_allowed(Project.open(root), call_sheet(Project.open(root).film)))
    }
    assert unsaid(said, words) == set(), said
    assert {each.rule for each in refusals(root)} == {rule}
    assert not list((root / "takes").rglob("manifest.json"))


def unsaid(said: Mapping[str, str], words: str) -> set[str]:
    """The entrances that neither said these words nor left it to the person."""
    return {name for name, sentence in said.items() if words not in sentence and "only the person can allow" not in sentence}


def asked_everywhere(root: Path) -> dict[str, str]:
    """What each entrance to a render says when it is refused: tool, command, chat, MCP, page's queue, resumed render."""
    return {
        "tool": refused(lambda: TOOLS["render"](Desk(root))), "command": by_command(root), "chat": by_chat(root),
        "program": refused(lambda: act(root, "render", {})), "page": by_page(root),
        "resumed": refused(lambda: render(Project.open(root), 1, lambda step: None)),
    }  # fmt: skip


def test_a_film_whose_take_may_not_be_sold_stops_where_it_would_leave(project: Project) -> None:
    """A take made for a personal film, at any remove under the finished one, stops it once it is meant to be sold."""
    keys = [digest("still"), digest("film")]
    for key, licence, needs in ((keys[0], "CC-BY-NC-4.0", {}), (keys[1], "Apache-2.0", {"segment:s1": keys[0]})):
        with project.takes.workspace(key) as folder:
            (folder / "main.bin").write_bytes(b"made")
            project.takes.commit(key, folder, role="film", engine="borrowed", version="1", licence=licence, request={},
                                 inputs=needs, main="main.bin", notes=(), data={}, seconds=0)  # fmt: skip
    job = next(job for job in call_sheet(project.film) if job.role == "film")
    done = (Planned(replace(job, key=keys[1]), "made"),)
    assert finished_take(project, done, "film").manifest.key == keys[1]
    project.edit(lambda film: changed(film, use="commercial"), "for sale")
    with pytest.raises(Refused, match=r"borrowed may not be used for money \(CC-BY-NC-4.0\).*Nothing was let out"):
        finished_take(project, done, "film")


def refused(call: Callable[[], object]) -> str:
    """What the entrance says when it refuses."""
    with pytest.raises(FilmError) as error:
        call()
    assert isinstance(error.value, Refused)
    return str(error.value)


def by_command(root: Path) -> str:
    """`onereel render`."""
    done = CliRunner().invoke(app, ["render", str(root), "--yes"])
    assert done.exit_code != 0
    return str(done.exception) if isinstance(done.exception, FilmError) else " ".join(done.output.split())


def by_chat(root: Path) -> str:
    """A model that renders, and a person who says yes to whatever is asked."""
    with Conversation(root, Scripted(lines=[calls(("render", {})), AIMessage("Done!")])) as talk:
        turn = talk.say("render it")
        if turn.question and turn.question.approval:
            turn = talk.approve(True)
    return " ".join([turn.reply, *(each.said for each in refusals(root)[-1:])])


def by_page(root: Path) -> str:
    """The page's queue of renders."""
    from ui.studio.renders import Renders

    queue = Renders()
    work = queue.begin(root, load_settings())
    work.over.wait(60)
    queue.close()
    return work.said
