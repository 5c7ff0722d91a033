"""What leaves the studio says where it came from, and a file that was changed since is caught."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from memory.errors import FilmError
from memory.film import Film
from memory.project import Project
from tests.at_signing import clip, flipped, transplanted
from tools.engines import credentials
from tools.ffmpeg import run_ffmpeg
from tools.provenance import inspect, signed_copy
from tools.provenance_origin import manifest_of, origin_of
from tools.settings import Settings, load_settings


@pytest.fixture
def signed(project: Project, tmp_path: Path) -> Path:
    video = clip(tmp_path / "film.mp4")
    signed_copy(video, video, project.film)
    return video


def test_a_signed_film_says_what_made_it(signed: Path) -> None:
    """Title, engines, parts and the wish not to be trained on are in the file; nothing of this machine or person is."""
    report = inspect(signed)
    assert (report.state, report.here, report.trusted) == ("valid", True, False)
    assert report.title == "The Lamp" and report.maker.startswith("Onereel")
    assert report.source == "compositeWithTrainedAlgorithmicMedia"
    assert any(name.startswith("hibari") for name in report.engines) and report.no_training
    assert report.ingredients == 4 + 3 + 1 + 2, "four stills, three lines, music, two sounds"
    content = signed.read_bytes()
    assert str(Path.home()).encode() not in content and str(signed.parent).encode() not in content


def test_a_film_of_silent_scenes_is_no_trained_model_s(small_film: Film) -> None:
    """What is declared follows what is used."""
    silent = tuple(scene.model_copy(update={"narration": ""}) for scene in small_film.scenes)
    assert origin_of(small_film.model_copy(update={"scenes": silent})).source == "algorithmicMedia"


def test_consent_is_referred_to_by_hash_alone(small_film: Film) -> None:
    """The record of an enrolled voice is named by its hash; whose voice it is stays here."""
    voice = small_film.narrator.model_copy(update={"voice": "mine:grandma-rose@0123456789abcdef"})
    manifest = json.dumps(manifest_of(origin_of(small_film.model_copy(update={"narrator": voice}))))
    assert "0123456789abcdef" in manifest and "rose" not in manifest


@pytest.mark.parametrize("where", [-500, -9000])
def test_one_flipped_byte_is_seen(signed: Path, where: int) -> None:
    """In picture or sound: the content is not what was signed."""
    assert inspect(flipped(signed, where)).state == "altered"


def test_a_large_film_is_hashed_in_pieces_and_every_one_counts(project: Project, tmp_path: Path) -> None:
    """Memory does not grow with the film, and one byte changed in the first or last piece is seen."""
    video = tmp_path / "large.mp4"
    noise = ["-f", "lavfi", "-i", "color=gray:s=640x360:r=25:d=2,noise=alls=80:allf=t"]
    run_ffmpeg([*noise, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "1", str(video)])
    size = video.stat().st_size
    assert size > credentials.LARGE
    signed_copy(video, video, project.film)
    assert inspect(video).state == "valid" and video.stat().st_size < size + 60_000
    assert [inspect(flipped(video, where)).state for where in (size // 5, -30_000)] == ["altered", "altered"]


def test_a_flipped_byte_in_the_credential_is_seen(signed: Path) -> None:
    """A record that was edited is broken."""
    assert inspect(flipped(signed, signed.read_bytes().index(b"The Lamp"))).state == "broken"


def test_a_remux_strips_it_and_another_file_s_credential_does_not_fit(signed: Path, tmp_path: Path) -> None:
    """A stream copy has none; one put into another film does not pass for its own."""
    bare, other = tmp_path / "bare.mp4", clip(tmp_path / "other.mp4", picture="smptebars")
    run_ffmpeg(["-i", str(signed), "-c", "copy", str(bare)])
    assert inspect(bare).state == "absent"
    assert inspect(transplanted(signed, other)).state == "altered"


def test_the_key_is_made_once_and_nobody_else_can_read_it(signed: Path, project: Project) -> None:
    """A second file is signed with the same key; rights that others were given are taken away."""
    folder = load_settings().signing_dir
    key = folder / "key.pem"
    first = key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    key.chmod(0o644)
    signed_copy(signed, signed, project.film)
    assert key.read_bytes() == first and stat.S_IMODE(key.stat().st_mode) == 0o600
    assert inspect(signed).state == "valid"


def test_a_damaged_key_is_replaced_and_older_films_are_still_known(signed: Path, project: Project, tmp_path: Path) -> None:
    """Earlier roots stay in the list of this machine's own."""
    (load_settings().signing_dir / "certificate.pem").write_text("nonsense")
    second = clip(tmp_path / "second.mp4")
    signed_copy(second, second, project.film)
    assert inspect(signed).here and inspect(tmp_path / "second.mp4").here


def test_another_machine_s_film_is_valid_and_its_signer_unknown(signed: Path, tmp_path: Path) -> None:
    """With other data folders, the same file is whole but not ours."""
    elsewhere = Settings(signing_dir=tmp_path / "elsewhere")
    assert (inspect(signed, elsewhere).state, inspect(signed, elsewhere).here) == ("valid", False)
    roots = load_settings().signing_dir / "roots.pem"
    assert inspect(signed, elsewhere.model_copy(update={"trust_list": roots})).trusted


def test_one_s_own_certificate_signs(small_film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings name it; half a setting, or a key of something else, is a sentence and writes nothing."""
    from tools.engines.credentials import keys

    (key, _), (other, _) = keys.make(), keys.make()
    (tmp_path / "c.pem").write_bytes(key.chain)
    (tmp_path / "k.pem").write_bytes(key.private)
    (tmp_path / "other.pem").write_bytes(other.private)
    video, out = clip(tmp_path / "film.mp4"), tmp_path / "out.mp4"
    monkeypatch.setenv("ONEREEL_CERTIFICATE", str(tmp_path / "c.pem"))
    with pytest.raises(FilmError, match="only one is set"):
        signed_copy(video, out, small_film)
    monkeypatch.setenv("ONEREEL_CERTIFICATE_KEY", str(tmp_path / "other.pem"))
    with pytest.raises(FilmError, match="do not belong together"):
        signed_copy(video, out, small_film)
    assert not out.exists()
    monkeypatch.setenv("ONEREEL_CERTIFICATE_KEY", str(tmp_path / "k.pem"))
    signed_copy(video, out, small_film)
    assert inspect(out).state == "valid" and not (load_settings().signing_dir / "key.pem").exists()


def test_what_cannot_be_signed_is_a_sentence_and_leaves_the_file(project: Project, tmp_path: Path) -> None:
    """Text that calls itself a film: the file that was there stays, and nothing half-written is left."""
    text = tmp_path / "notes.mp4"
    text.write_text("not a film")
    with pytest.raises(FilmError, match="carries no content credential"):
        signed_copy(text, text, project.film)
    assert text.read_text() == "not a film"
    assert not list(tmp_path.glob(".*.partial"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is pretended with /dev/full")
def test_a_full_disk_is_said_as_such(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The credential library only knows "Io"; the person hears what the disk said."""
    heeded = credentials._Heeded
    video = clip(tmp_path / "film.mp4")
    with Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(credentials, "_Heeded", lambda file, lost: heeded(full, lost))
        with pytest.raises(FilmError, match="disk is full"):
            signed_copy(video, video, project.film)
    assert inspect(video).state == "absent"
