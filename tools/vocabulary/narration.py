"""The tool for the words that are spoken, and how a film's words and pauses are fitted to a length."""

from __future__ import annotations

from typing import Literal

from memory import edits
from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import Film, Scene
from memory.ordering import sentences
from tools.callsheet import CREDITS_SECONDS, TITLE_SECONDS
from tools.timing import LEAD, OVERLAPPING, SILENT, leave_seconds
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, where
from tools.vocabulary.scenes import find_scenes

How = Literal["replace", "shorter", "longer", "half", "double", "tone", "end_on_question", "append", "clear"]
_SHARES = {"shorter": 0.7, "half": 0.5, "longer": 1.4, "double": 2.0}
LEAST_PAUSE, MOST_PAUSE = 0.3, 2.2
"""Seconds between which a pause still feels like one."""
_NEAR, _FAR = 0.02, 0.2
"""Shares of a length asked for: by less than NEAR nothing is mended, by more than FAR it is refused."""


def narration(desk: Desk, scenes: str, how: How, text: str = "", tone: str = "") -> Done:
    """Change the words that are spoken in scenes.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    how: replace (by text), shorter, longer, half, double, tone (in another tone), end_on_question, append (text) or clear
    text: the new words, for replace and append
    tone: for tone: warm, funny, sad, tense, poetic, plain ...
    """
    doing = said_as.meant("how", how, "way to change words")
    doing = "replace" if text.strip() and doing not in ("append", "replace") and not tone.strip() else doing
    if doing in ("replace", "append") and not text.strip():
        raise FilmError(f"Say the words that should be spoken. {UNCHANGED}")
    sound = tone.strip() or text.strip()
    if doing == "tone":
        said_as.brief(sound)
    if doing == "tone" and not sound:
        raise FilmError(f"Say in which tone: warm, funny, sad, tense, poetic or plain. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        found, after = find_scenes(film, scenes), film
        for scene in found:
            after = edits.set_narration(after, scene.id, _reworded(after, scene, doing, text.strip(), sound))
        counts = f"{sum(map(_count, found))} words became {sum(_count(after.scene(s.id)) for s in found)}"
        return after, f"{where(film, found)}: {_SAID[doing].format(tone=sound)}, {counts}."

    return edit(desk, act)


_SAID = {
    "replace": "new narration", "append": "narration added", "clear": "no narration", "shorter": "the narration is shorter",
    "half": "the narration is about half as long", "longer": "the narration is longer",
    "double": "the narration is about twice as long", "tone": "the narration is {tone}",
    "end_on_question": "the narration ends on a question",
}  # fmt: skip


def _count(scene: Scene) -> int:
    return len(scene.narration.split())


def _reworded(film: Film, scene: Scene, how: str, text: str, tone: str) -> str:
    """A scene's new words; FilmError when there is nothing to work on."""
    old = scene.narration.strip()
    if how == "clear":
        return ""
    if how in ("replace", "append"):
        return text if how == "replace" or not old else f"{old} {text}"
    if not old:
        raise FilmError(f"{where(film, [scene])} has no narration to change. Say what should be spoken there. {UNCHANGED}")
    from tools.engines.authored import revise

    if how == "tone":
        elsewhere = [said for other in film.scenes if other.id != scene.id for said in sentences(other.narration)]
        return revise.retone(old, tone, elsewhere)
    if how == "end_on_question":
        return revise.end_on_question(old, film, scene)
    return _resized(film, scene, _SHARES[how])


def _resized(film: Film, scene: Scene, share: float) -> str:
    from tools.engines.authored import revise

    if share < 1:
        return revise.shorten(scene.narration, share)
    return revise.lengthen(scene.narration, share, film, scene)


def spoken_seconds(film: Film, scene: Scene) -> float:
    """About how long a scene's words take at the narrator's pace."""
    from tools.engines.authored.draft import speech_seconds

    return speech_seconds(scene.narration) / film.pace_in(scene)


def film_seconds(film: Film) -> float:
    """About how long the film is with its cards, as the clock will count it once the words are spoken."""
    total, enter = TITLE_SECONDS + CREDITS_SECONDS, 0.0
    for index, scene in enumerate(film.scenes):
        leave, speech = leave_seconds(scene.transition), spoken_seconds(film, scene)
        tail, lead = max(scene.pause, leave), max(LEAD, enter)
        total += lead + (speech + tail if speech else max(SILENT - LEAD, tail))
        enter = leave if scene.transition.kind in OVERLAPPING and index + 1 < len(film.scenes) else 0.0
        total -= enter
    return total


def fitted(film: Film, seconds: float) -> Film:
    """The film with its pauses and, where those are not enough, its words fitted to a length in seconds.

    FilmError when no words could bring the scenes to about that length.
    """
    worded = film = changed(film, seconds=seconds)
    for _ in range(5):
        film = _with_pauses(worded, seconds)
        again = worded if _missed(film, seconds) <= _NEAR else _with_words(worded, seconds)
        if again == worded:
            break
        worded = again
    if _missed(film, seconds) > _FAR:
        count, about = len(film.scenes), film_seconds(film)
        short = about < seconds
        raise FilmError(
            f"{count} scene{'s' * (count != 1)} cannot be told in {seconds:g} s; they would last about {about:.0f} s. "
            f"{'Add scenes' if short else 'Take scenes out'} first, or ask for another length. {UNCHANGED}"
        )
    return film


def _missed(film: Film, seconds: float) -> float:
    """By which share of the length asked for the film misses it."""
    return abs(film_seconds(film) - seconds) / seconds


def _with_pauses(film: Film, seconds: float) -> Film:
    """The film with the time that is over or short shared by the pauses, within what feels like one."""
    for _ in range(4):
        each = (seconds - film_seconds(film)) / len(film.scenes)
        if abs(each) < 0.02:
            break
        scenes = []
        for scene in film.scenes:
            least, most = min(LEAST_PAUSE, scene.pause), max(MOST_PAUSE, scene.pause)
            scenes.append(changed(scene, pause=round(min(max(scene.pause + each, least), most), 2)))
        film = changed(film, scenes=tuple(scenes))
    return film


def _with_words(film: Film, seconds: float) -> Film:
    """The film with every narration cut or stretched by the share that brings the length asked for."""
    spoken = sum(spoken_seconds(film, scene) for scene in film.scenes)
    share = min(max((spoken + seconds - film_seconds(film)) / spoken, 0.15), 4.0) if spoken else 1.0
    if abs(share - 1) < _NEAR:
        return film
    for scene in film.scenes:
        if scene.narration.strip():
            film = edits.set_narration(film, scene.id, _resized(film, scene, share) or scene.narration)
    return film
