"""The film joined by stream copy: frames, sound, captions, chapters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from memory.errors import EngineError, TakeError
from memory.film import Look, Transition
from memory.takes import Take
from tests.cutting import COLD, FPS, GREY, WARM, H, W, clip, cut, scene, seen, speech, take
from tools.engines import CardRequest, FilmRequest, MixScene
from tools.engines.cut.assembly import Assembly, track_language
from tools.engines.cut.cards import Card
from tools.ffmpeg import probe, run_ffmpeg


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Take]:
    """All that a film of two scenes with cards is joined from; the folder's name is one that shells and lists trip over."""
    root = tmp_path_factory.mktemp("it's a film")
    clips = {f"clip:{name}": clip(root / name, color) for name, color in (("warm", WARM), ("cold", COLD), ("grey", GREY))}
    first = scene("a", "warm", look=Look(grain=0.4), kind="crossfade", seconds=0.5)
    second = scene("b", "cold", "grey", kind="fade_to_black", seconds=0.5)
    found = {
        "segment:a": cut(root / "a", clips, first, following=second),
        "segment:b": cut(root / "b", clips, second, enter=0.5),
        "speech:a": speech(root),
        "speech:b": speech(root),
    }
    for kind in ("title", "credits"):
        (root / kind).mkdir()
        request = CardRequest(width=W, height=H, fps=FPS, kind=kind, seconds=1, lines=("The Lamp",))  # type: ignore[arg-type]
        made = Card()(request, {}, root / kind)
        found[f"card:{kind}"] = take(root / kind, "segment", "card", made.main, dict(made.data))
    seconds = sum(piece.data["frames"] for name, piece in found.items() if name.startswith(("segment", "card"))) / FPS
    tone = ["-f", "lavfi", "-i", f"sine=sample_rate=48000:duration={seconds}", "-c:a", "aac", "-fflags", "+bitexact"]
    run_ffmpeg([*tone, str(root / "mix.m4a")])
    return {**found, "mix": take(root, "mix", "mix", "mix.m4a")}


REQUEST = FilmRequest(
    fps=FPS, order=("card:title", "segment:a", "segment:b", "card:credits"), title=1, name="The Lamp; or = #1", language="de",
    scene_titles=("Nacht", "Tag"),
    scenes=(
        MixScene(id="a", pause=0.5, transition=Transition(kind="crossfade", seconds=0.5)),
        MixScene(id="b", pause=0.5, transition=Transition(kind="fade_to_black", seconds=0.5)),
    ),
)  # fmt: skip


class TestFilm:
    @pytest.fixture
    def film(self, tmp_path: Path, pieces: dict[str, Take]) -> Iterator[Path]:
        """The joined film."""
        Assembly()(REQUEST, pieces, tmp_path)
        yield tmp_path / "film.mp4"

    def test_joins_without_a_gap(self, film: Path, pieces: dict[str, Take]) -> None:
        """Every frame of every piece is there once, evenly timed, and the whole decodes without an error."""
        import av

        run_ffmpeg(["-xerror", "-i", str(film), "-f", "null", "-"])
        with av.open(str(film)) as file:
            times = sorted(packet.pts * packet.time_base for packet in file.demux(file.streams.video[0]) if packet.size)
        expected = sum(piece.data["frames"] for name, piece in pieces.items() if name.startswith(("segment", "card")))
        assert [round(float(t * FPS), 6) for t in times] == list(range(expected))
        assert len(seen(film)) == expected

    def test_was_not_encoded_again(self, film: Path, pieces: dict[str, Take]) -> None:
        """The film's pictures are the pieces' pictures, bit for bit."""
        joined = seen(film)
        at = pieces["card:title"].data["frames"]
        own = seen(pieces["segment:a"].main)
        assert np.array_equal(joined[at : at + len(own)], own)

    def test_sound_and_picture_end_together(self, film: Path) -> None:
        """Sound and picture are of one length within a frame."""
        import av

        with av.open(str(film)) as file:
            video, audio = (float(s.duration * s.time_base) for s in (file.streams.video[0], file.streams.audio[0]))
        assert abs(video - audio) <= 1 / FPS

    def test_has_captions_chapters_and_a_title(self, film: Path) -> None:
        """Players find a German caption track, a chapter for every scene and card, and the film's name."""
        import av

        with av.open(str(film)) as file:
            assert file.metadata["title"] == "The Lamp; or = #1"
            assert [c["metadata"]["title"] for c in file.chapters()] == ["The Lamp; or = #1", "Nacht", "Tag", "Credits"]
            assert file.streams.subtitles[0].metadata["language"] == "deu"
            assert file.streams.video[0].codec_context.color_primaries == 1
        srt = (film.parent / "film.srt").read_text(encoding="utf-8")
        assert "00:00:01,700 -->" in srt  # 1 s of title, 0.5 s before the words, 0.2 s into the speech
        assert srt.count("The lamp is lit.") == 2
        assert (film.parent / "film.vtt").read_text(encoding="utf-8").startswith("WEBVTT")

    def test_is_the_same_bytes_again(self, film: Path, pieces: dict[str, Take], tmp_path: Path) -> None:
        """The same pieces make the same file."""
        again = tmp_path / "again"
        again.mkdir()
        Assembly()(REQUEST, pieces, again)
        assert (again / "film.mp4").read_bytes() == film.read_bytes()

    def test_a_film_without_words_has_no_caption_track(self, pieces: dict[str, Take], tmp_path: Path) -> None:
        """Speech without times: the film is whole, has no captions, and says why."""
        mute = {f"speech:{s}": speech(tmp_path, words=[], sentences=[]) for s in "ab"}
        made = Assembly()(REQUEST, {**pieces, **mute}, tmp_path)
        assert probe(tmp_path / "film.mp4").subtitles == 0
        assert made.data["captions"] == 0
        assert len(made.notes) == 2

    def test_pieces_that_do_not_keep_the_clock_are_refused(self, pieces: dict[str, Take], tmp_path: Path) -> None:
        """A piece of the wrong length would put every later word beside its picture; the film is not joined."""
        scenes = (REQUEST.scenes[0].model_copy(update={"pause": 3.0}), REQUEST.scenes[1])
        with pytest.raises(TakeError, match="begin at frame"):
            Assembly()(REQUEST.model_copy(update={"scenes": scenes}), pieces, tmp_path)

    def test_a_missing_mix_is_named(self, pieces: dict[str, Take], tmp_path: Path) -> None:
        """The sentence says what is missing."""
        with pytest.raises(EngineError, match="mix"):
            Assembly()(REQUEST, {name: piece for name, piece in pieces.items() if name != "mix"}, tmp_path)

    def test_tracks_name_their_language(self) -> None:
        """Two-letter names become the three letters that MP4 knows."""
        assert [track_language(x) for x in ("en", "pt-BR", "fil", "xx")] == ["eng", "por", "fil", "und"]
