"""Consent: what was written stays as it was written, and nobody's voice speaks without a record that holds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from memory.consent import HEAD, LEDGER, Ledger, Revocation, name_film
from memory.errors import FilmError, Refused
from memory.project import Project
from memory.voices import Voice, derived, find_voice, keep_derived
from tests.at_work import Here
from tests.voicing import Teller, settled
from tools.build import finished_take, render
from tools.callsheet import call_sheet
from tools.engines import ENGINES, SpeechRequest
from tools.enrolling import revoke
from tools.recordings import Recording, write_wav
from tools.settings import load_settings
from tools.studio import allow, synthesise
from tools.work import Outcome, Task
from ui.cli import app

LONG_AGO, SOME_DAY = "2020-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's voices, and engines that would speak in them."""
    monkeypatch.setitem(ENGINES["speech"], "teller", "tests.voicing:Teller")
    monkeypatch.setitem(ENGINES["speech"], "anybody", "tests.voicing:Anybody")
    monkeypatch.setattr(Teller, "spoken", 0)
    return load_settings().voices_dir


def speak(voice: str, out: Path, root: Path | None = None, engine: str = "teller", language: str = "en") -> None:
    """A direct call of the tool, as a script would make it."""
    out.mkdir(exist_ok=True)
    synthesise("speech", engine, SpeechRequest(text="A line.", voice=voice, language=language), {}, out, root)


def narrated(project: Project, voice: str, engine: str = "teller") -> Project:
    """The film, told by that voice."""
    film = project.film
    narrator, engines = film.narrator.model_copy(update={"voice": voice}), film.engines.model_copy(update={"speech": engine})
    project.save(film.model_copy(update={"narrator": narrator, "engines": engines}), "told by somebody")
    return project


def test_a_voice_speaks_while_its_record_holds(folder: Path, tmp_path: Path) -> None:
    """A scope that covers the act, to a day that has not come: nothing is in the way."""
    voice = settled(folder, expires=SOME_DAY)
    speak(voice.id, tmp_path / "out")
    assert Teller.spoken == 1


def change_a_byte(folder: Path, voice: Voice) -> None:
    content = bytearray((folder / LEDGER).read_bytes())
    content[content.index(b"Anna")] = ord("H")
    (folder / LEDGER).write_bytes(bytes(content))


def swap_the_reference(folder: Path, voice: Voice) -> None:
    write_wav(voice.reference, Recording(np.full(24_000, 0.2, np.float32), 24_000))


def swap_the_consent(folder: Path, voice: Voice) -> None:
    write_wav(voice.folder / "consent.wav", Recording(np.full(24_000, 0.3, np.float32), 24_000))


def link_the_reference(folder: Path, voice: Voice) -> None:
    voice.reference.rename(folder / "elsewhere.wav")
    voice.reference.symlink_to(folder / "elsewhere.wav")


def cut_off_the_revocation(folder: Path, voice: Voice) -> None:
    kept = shutil.copytree(voice.folder, folder / "kept")
    revoke(folder, voice.name)
    lines = (folder / LEDGER).read_bytes().splitlines(keepends=True)
    (folder / LEDGER).write_bytes(b"".join(lines[:-1]))
    kept.rename(voice.folder)


def nothing(folder: Path, voice: Voice) -> None:
    """Leave all as it is."""


MATRIX: dict[str, tuple[dict[str, object], Callable[[Path, Voice], object], str]] = {
    "for another film": ({"films": ("f1",), "film_title": "The Lamp"}, nothing, "for the film 'The Lamp' alone"),
    "expired": ({"expires": LONG_AGO}, nothing, "ended on 2020-01-01"),
    "revoked": ({}, lambda folder, voice: revoke(folder, voice.name), "was revoked on"),
    "for another user": ({"user": "somebody-else"}, nothing, "let somebody-else use"),
    "for another language": ({"languages": ("de",)}, nothing, "be used in de, not in en"),
    "one byte changed": ({}, change_a_byte, "row 1 is not what it was"),
    "reference swapped": ({}, swap_the_reference, "reference of the voice my-voice is another"),
    "consent swapped": ({}, swap_the_consent, "recording of the consent of the voice my-voice is another"),
    "reference a link": ({}, link_the_reference, "reference of the voice my-voice is gone"),
    "revocation cut off": ({}, cut_off_the_revocation, "should have 2 rows and has 1"),
    "ledger gone": ({}, lambda folder, voice: (folder / LEDGER).unlink(), "the ledger itself is gone"),
    "no record": ({}, lambda folder, voice: shutil.rmtree(folder), "no record here"),
}


@pytest.mark.parametrize("case", MATRIX)
def test_every_way_that_is_not_covered_is_refused_without_a_sound(
    case: str, folder: Path, tmp_path: Path, project: Project
) -> None:
    """By a direct call, by a render and by a headless command: a sentence of its own, and nothing was spoken."""
    scope, spoil, sentence = MATRIX[case]
    voice = settled(folder, **scope)
    spoil(folder, voice)
    with pytest.raises(Refused) as direct:
        speak(voice.id, tmp_path / "out", project.root)
    with pytest.raises(Refused, match=r".") as rendering:
        render(narrated(project, voice.id), 1, lambda step: None)
    headless = CliRunner().invoke(app, ["render", str(project.root)])
    assert sentence in str(direct.value) and sentence in str(rendering.value) and sentence in str(headless.exception)
    assert Teller.spoken == 0 and not list((tmp_path / "out").iterdir()) and not project.takes.keys()


def test_every_refusal_has_its_own_sentence() -> None:
    """No two of the matrix share one."""
    assert len({sentence for _, _, sentence in MATRIX.values()}) == len(MATRIX)


@pytest.mark.parametrize("voice", ["mine:my-voice", "mine:my-voice@", "mine:../x@" + "0" * 16, "mine:my-voice@" + "0" * 16])
def test_a_name_alone_is_no_permission(voice: str, folder: Path, tmp_path: Path) -> None:
    """Neither is an id that nobody wrote a record under, or a path in the dress of a name."""
    settled(folder)
    with pytest.raises(Refused, match="record"):
        speak(voice, tmp_path / "out")
    assert Teller.spoken == 0


def test_a_recording_of_anybody_is_no_voice(folder: Path, tmp_path: Path) -> None:
    """An engine that could speak in any voice is only given its stock voices or enrolled ones."""
    recording = write_wav_of(tmp_path)
    with pytest.raises(Refused, match="nobody enrolled"):
        speak(str(recording), tmp_path / "out", engine="anybody")
    speak("stock", tmp_path / "out", engine="anybody")
    assert Teller.spoken == 1


def write_wav_of(folder: Path) -> Path:
    write_wav(folder / "somebody.wav", Recording(np.full(24_000, 0.1, np.float32), 24_000))
    return folder / "somebody.wav"


def test_a_film_of_its_own_keeps_its_consent_wherever_it_lies(folder: Path, tmp_path: Path, project: Project) -> None:
    """A consent for one film holds in its folder, also moved; in another folder and without one it does not."""
    voice = settled(folder, films=(name_film(project.root),), film_title="The Lamp")
    moved = shutil.copytree(project.root, tmp_path / "moved")
    speak(voice.id, tmp_path / "one", project.root)
    speak(voice.id, tmp_path / "two", moved)
    other = Project.create(tmp_path / "other", project.film)
    for root in (other.root, None):
        with pytest.raises(Refused, match="alone"):
            speak(voice.id, tmp_path / "three", root)
    assert Teller.spoken == 2


def test_revoking_stops_what_was_made_already(folder: Path, tmp_path: Path, project: Project) -> None:
    """A finished film is not let out again, nor is a copy of its folder; another voice makes it free."""
    voice = settled(folder)
    keep_derived(voice, "vector.bin", b"made of the reference")
    made = render(narrated(project, voice.id), 1, lambda step: None)
    copied = shutil.copytree(project.root, tmp_path / "copied")
    revoke(folder, "my-voice")
    assert not voice.folder.exists()
    for root in (project.root, copied):
        with pytest.raises(Refused, match="revoked"):
            render(Project.open(root), 1, lambda step: None)
        with pytest.raises(Refused, match="not let out"):
            finished_take(Project.open(root), made.jobs, "film")
    assert CliRunner().invoke(app, ["render", str(copied), "--dry-run"]).exit_code == 0
    for job in call_sheet(narrated(project, "heart", "hibari").film):
        allow(job.department, job.engine, job.request, project.root)


def test_a_render_that_goes_on_asks_again_at_every_line(folder: Path, project: Project) -> None:
    """Stopped after its first line and revoked meanwhile, the render speaks no second one, however it is begun again."""
    voice = settled(folder)

    class Stopped(Here):
        def submit(self, task: Task) -> Future[Outcome]:
            done = super().submit(task)
            if Teller.spoken and find_voice(folder, voice.name):
                revoke(folder, voice.name)
            return done

    for executor in (Stopped(), Here()):
        with pytest.raises(Refused, match="was revoked on"):
            render(narrated(project, voice.id), 1, lambda step: None, executor)
    assert Teller.spoken == 1
    assert "was revoked on" in str(CliRunner().invoke(app, ["render", str(project.root)]).exception)


def test_a_film_edited_by_hand_speaks_in_nobodys_voice(folder: Path, project: Project) -> None:
    """Another record's number, or the voice of a consent to another film, written into film.json: refused at the render."""
    alone = settled(folder, films=("0" * 16,), film_title="The Other")
    path = project.root / "film.json"
    for word, sentence in ((alone.id, "alone"), (f"mine:{alone.name}@{'f' * 16}", "no record"), ("mine:my-voice", "names no")):
        written = json.loads(path.read_text())
        written["narrator"]["voice"], written["engines"] = word, {"speech": "teller"}
        path.write_text(json.dumps(written))
        result = CliRunner().invoke(app, ["render", str(project.root)])
        assert sentence in str(result.exception)
    assert Teller.spoken == 0 and not project.takes.keys()


def test_revoking_twice_or_nobody(folder: Path) -> None:
    """The second time and an unknown name are said, and change nothing."""
    settled(folder)
    revoke(folder, "my-voice")
    rows = len(Ledger(folder).rows())
    for name, sentence in (("my-voice", "revoked before"), ("nobody", "ever enrolled")):
        with pytest.raises(FilmError, match=sentence):
            revoke(folder, name)
    assert len(Ledger(folder).rows()) == rows and find_voice(folder, "my-voice") is None


def test_a_new_record_is_a_new_voice(folder: Path, tmp_path: Path) -> None:
    """After a revocation the name may be given again; films that named the old record stay silent."""
    old = settled(folder)
    revoke(folder, "my-voice")
    new = settled(folder, sound=0.2)
    assert new.id != old.id and find_voice(folder, "my-voice") == new
    with pytest.raises(Refused, match="revoked"):
        speak(old.id, tmp_path / "out")


def test_what_was_derived_belongs_to_its_record(folder: Path) -> None:
    """A voice vector under another record, or changed, is as if it were not there."""
    one, other = settled(folder), settled(folder, name="hers", sound=0.2)
    path = keep_derived(one, "vector.bin", b"one")
    assert derived(one, "vector.bin") == path
    theirs = keep_derived(other, "vector.bin", b"other")
    shutil.copy(theirs, path)
    assert derived(one, "vector.bin") is None
    shutil.copy(f"{theirs}.seal", f"{path}.seal")
    assert derived(one, "vector.bin") is None and derived(other, "vector.bin") == theirs


def test_any_byte_of_the_ledger_tells(folder: Path) -> None:
    """Whatever byte of the rows is changed, taken out or put in, the whole ledger is refused."""
    settled(folder)
    Ledger(folder).append("revocation", Revocation(record="0" * 16))
    whole = (folder / LEDGER).read_bytes()
    for place in range(0, len(whole), 5):
        for changed in (bytes([whole[place] ^ 1]), b"", bytes([whole[place]]) + b" "):
            (folder / LEDGER).write_bytes(whole[:place] + changed + whole[place + 1 :])
            with pytest.raises(Refused, match="changed after it was written"):
                Ledger(folder).rows()
    (folder / LEDGER).write_bytes(whole)
    assert len(Ledger(folder).rows()) == 2


def test_rows_cannot_be_taken_out_or_turned_round(folder: Path) -> None:
    """Each row holds the one before; the head knows how many there were, and refuses to be taken away."""
    for number in range(4):
        Ledger(folder).append("revocation", Revocation(record=f"{number:016x}"))
    lines = (folder / LEDGER).read_bytes().splitlines(keepends=True)
    for wrong in (lines[1:], lines[:-1], lines[:-2], [lines[1], lines[0], *lines[2:]], lines + lines[-1:]):
        (folder / LEDGER).write_bytes(b"".join(wrong))
        with pytest.raises(Refused):
            Ledger(folder).rows()
    (folder / LEDGER).write_bytes(b"".join(lines))
    (folder / HEAD).unlink()
    with pytest.raises(Refused):
        Ledger(folder).append("revocation", Revocation(record="f" * 16))


def test_a_power_cut_while_writing_loses_no_row(folder: Path) -> None:
    """Half a row is taken away by the next one; a head that is one row behind is caught up."""
    first = Ledger(folder).append("revocation", Revocation(record="0" * 16))
    head = (folder / HEAD).read_bytes()
    second = Ledger(folder).append("revocation", Revocation(record="1" * 16))
    (folder / HEAD).write_bytes(head)
    with (folder / LEDGER).open("ab") as file:
        file.write(b'{"at":"2026')
    assert Ledger(folder).rows() == (first, second)
    third = Ledger(folder).append("revocation", Revocation(record="2" * 16))
    assert Ledger(folder).rows() == (first, second, third)
    assert json.loads((folder / HEAD).read_bytes())["rows"] == 3


def test_nobody_else_may_look(folder: Path) -> None:
    """Voices are a person's own: folder and ledger are for their user alone."""
    settled(folder)
    assert folder.stat().st_mode & 0o077 == 0 and (folder / LEDGER).stat().st_mode & 0o077 == 0
