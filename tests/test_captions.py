"""Captions can be read: short lines, whole phrases, time enough, and files that every player opens."""

from itertools import pairwise
from typing import Any

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.captions import Cue, break_lines, cues, line_length, overlaps, to_ass, to_srt, to_vtt
from tools.ffmpeg import run_ffmpeg

NARRATION = [
    "The lamp at Gull Rock had not gone out since the winter of the great storm.",
    "Every night old Tomas climbed the stairs, slowly, one hand on the wall, and asked the sea a question.",
    "Nothing.",
    "Then something answered: a small robot, no taller than a chair, washed up with the nets and the broken lantern glass.",
    "No.",
    "Yes?",
    "It blinked twice and said that it had been looking for a light which did not move.",
]


def speech(sentences: list[str], per_second: float = 15, pause: float = 0.35) -> dict[str, Any]:
    """Speech data as an engine gives it, at an even pace."""
    data: dict[str, Any] = {"sentences": [], "words": []}
    at = 0.0
    for sentence in sentences:
        start = at
        for word in sentence.split():
            length = (len(word) + 1) / per_second
            data["words"].append({"text": word, "start": at, "end": at + length * 0.98})
            at += length
        data["sentences"].append({"text": sentence, "start": start, "end": at})
        at += pause
    return data | {"seconds": at - pause}


def cued(**changes: Any) -> tuple[Cue, ...]:
    return cues([(0.5, speech(NARRATION)), (60.0, speech(NARRATION[:2]))], **changes)


@pytest.mark.parametrize("line", [42, 30, 20])
def test_no_word_is_lost_and_every_line_fits(line: int) -> None:
    """The captions say what the narrator says, on at most two lines of the length asked for."""
    made = cued(line=line)
    assert " ".join(cue.text for cue in made) == " ".join([*NARRATION, *NARRATION[:2]])
    assert all(len(cue.lines) <= 2 and all(0 < len(text) <= line for text in cue.lines) for cue in made)


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_captions_stay_long_enough_to_be_read_and_never_overlap(fps: int) -> None:
    """One to six seconds each, about twenty signs a second at most, two frames apart, on whole frames."""
    made = cued(fps=fps)
    for cue in made:
        assert 1.0 - 1 / fps <= cue.end - cue.start <= 6.0 + 1 / fps
        assert len(cue.text) / (cue.end - cue.start) <= 21
        assert cue.start * fps == pytest.approx(round(cue.start * fps))
    assert all(after.start - before.end >= 2 / fps - 1e-9 for before, after in pairwise(made))
    assert not overlaps(made)


def test_captions_come_when_the_words_come() -> None:
    """A caption never appears more than a frame before its first word, nor goes before its last is said, but for the gap."""
    data = speech(NARRATION)
    made = cues([(0.5, data)])
    spoken = [(w["text"], w["start"] + 0.5, w["end"] + 0.5) for w in data["words"]]
    for cue in made:
        words = [spoken.pop(0) for _ in cue.text.split()]
        assert -1e-6 <= words[0][1] - cue.start <= 1 / 30 + 1e-6
        assert cue.end >= words[-1][2] - 3 / 30


def test_captions_break_at_phrases_and_leave_no_orphan() -> None:
    """No caption or line ends on "the" or "of", and no word of a longer sentence stands alone."""
    for line in (42, 32):
        for cue in cued(line=line):
            for text in cue.lines:
                assert text.split()[-1].lower() not in {"the", "a", "of", "and", "to", "his", "with"}, cue
            assert len(cue.text.split()) > 1 or cue.text in NARRATION


def test_sentences_share_a_caption_only_when_very_short() -> None:
    """ "No." and "Yes?" may stand together; two full sentences never do."""
    for cue in cued():
        ends = [word for word in cue.text.split()[:-1] if word[-1] in ".?!"]
        assert not ends or min(len(part) for part in cue.text.replace("?", ".").split(".") if part) < 10, cue


def test_scenes_never_share_a_caption() -> None:
    """A very short line at the end of a scene is not joined to the next scene."""
    made = cues([(0.0, speech(["No."])), (4.0, speech(["Yes."]))])
    assert [cue.lines for cue in made] == [("No.",), ("Yes.",)]


def test_speech_timed_only_by_sentence_is_still_captioned() -> None:
    """An engine that gives no word times gets words spread by their length."""
    made = cues([(1.0, speech(NARRATION) | {"words": []})])
    assert " ".join(cue.text for cue in made) == " ".join(NARRATION)
    assert not overlaps(made)


def test_silent_films_have_empty_but_valid_captions() -> None:
    """Scenes without words give no cues, and files that players accept."""
    made = cues([(0.0, {"seconds": 0, "sentences": [], "words": []})])
    assert made == ()
    assert to_srt(made) == ""
    assert to_vtt(made).startswith("WEBVTT")
    assert "[Events]" in to_ass(made, 1280, 720, "Sans")


def test_a_word_longer_than_a_line_is_taken_apart() -> None:
    """A long address does not run out of the picture."""
    made = cues([(0.0, speech(["Go to https://www.example.com/a/very/long/path/that/does/not/fit/on/a/line now."]))], line=30)
    assert all(len(text) <= 30 for cue in made for text in cue.lines)
    assert "".join(cue.text for cue in made).replace(" ", "").startswith("Gotohttps://www.example.com/a/very/long")


@pytest.mark.parametrize(("kind", "write"), [("srt", to_srt), ("vtt", to_vtt)])
def test_files_read_back_as_they_were_written(kind: str, write: Any) -> None:
    """Times to the millisecond and lines as they were, through an independent reader."""
    made = cued()
    back = pysubs2.SSAFile.from_string(write(made), format_=kind)
    assert [(event.start, event.end) for event in back] == [(round(cue.start * 1000), round(cue.end * 1000)) for cue in made]
    assert [tuple(event.text.split(r"\N")) for event in back] == [cue.lines for cue in made]


def test_signs_that_command_a_player_are_harmless() -> None:
    """Braces, tags, backslashes and arrows in a narration are shown, not obeyed."""
    made = cues([(0.0, speech([r"Press {\b1} or <i>x</i> in C:\New --> &amp; go on."]))])
    for kind, write in (("srt", to_srt), ("vtt", to_vtt)):
        text = write(made)
        assert text.count("-->") == len(made)
        assert "<i>" not in text
        assert [tuple(e.text.split(r"\N")) for e in pysubs2.SSAFile.from_string(text, format_=kind)] == [
            cue.lines for cue in made
        ]


@pytest.mark.parametrize(
    ("size", "line"), [((1280, 720), 42), ((3840, 1600), 42), ((960, 720), 41), ((720, 720), 31), ((720, 1280), 20)]
)
def test_narrow_frames_get_shorter_lines(size: tuple[int, int], line: int) -> None:
    """Portrait pictures hold fewer signs on a line than landscape ones."""
    assert line_length(*size) == line


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (720, 1280), (720, 720)])
def test_burnt_captions_stay_in_the_safe_area(width: int, height: int, tmp_path: Any) -> None:
    """Painted by ffmpeg, the longest lines keep 5 % from the sides and 8 % from the bottom, and can be seen."""
    import numpy as np
    from PIL import ImageFont

    (tmp_path / "face.ttf").write_bytes(ImageFont.load_default(20).path.getvalue())
    made = cues([(0.0, speech(NARRATION[:2]))], line=line_length(width, height))
    widest = max(made, key=lambda cue: max(map(len, cue.lines)))
    (tmp_path / "c.ass").write_text(to_ass([Cue(0, 2, widest.lines)], width, height, "Aileron"), encoding="utf-8")
    picture = tmp_path / "frame.raw"
    source = ["-f", "lavfi", "-i", f"color=c=0x306090:s={width}x{height}:r=10:d=1"]
    run_ffmpeg(
        [
            *source,
            "-vf",
            f"ass='{tmp_path}/c.ass':fontsdir='{tmp_path}'",
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "gray",
            str(picture),
        ]
    )
    frame = np.frombuffer(picture.read_bytes(), np.uint8).reshape(height, width)
    changed = np.abs(frame.astype(int) - int(frame[0, 0])) > 40
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert frame.max() > 200
    assert rows[-1] < height * 0.93
    assert rows[0] > height * 0.6
    assert columns[0] > width * 0.04
    assert columns[-1] < width * 0.96


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60), max_size=6),
    st.sampled_from([5.0, 15.0, 40.0]),
    st.sampled_from([18, 42]),
)
def test_any_words_at_any_speed_become_captions_in_order(sentences: list[str], per_second: float, line: int) -> None:
    """Whatever was spoken, lines fit, cues follow each other on the clock, and the files can be read back."""
    made = cues([(0.3, speech(sentences, per_second))], line=line)
    assert all(cue.start < cue.end and 1 <= len(cue.lines) <= 2 for cue in made)
    assert all(len(text) <= line for cue in made for text in cue.lines)
    assert not overlaps(made)
    assert len(pysubs2.SSAFile.from_string(to_srt(made), format_="srt")) == len(made) if made else to_srt(made) == ""


def test_two_lines_are_balanced_and_break_before_a_joining_word() -> None:
    """The break falls where a reader would breathe."""
    words = ["and", "the", "whole", "harbour", "held", "its", "breath", "until", "the", "keeper", "lit", "the", "lamp"]
    assert break_lines(words, 42) == ("and the whole harbour held its breath", "until the keeper lit the lamp")
    assert break_lines(["x" * 50], 42) is None


def test_two_sentences_of_their_own_length_get_a_caption_each() -> None:
    """Even where both would fit on two lines."""
    told = ["The sea was calm that day.", "The old lamp was lit again.", "He slept until the morning."]
    assert [cue.text for cue in cues([(0.0, speech(told))])] == told
