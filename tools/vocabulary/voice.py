"""The tools for who speaks, how, and how words are said."""

from __future__ import annotations

from memory import edits
from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import Film
from memory.voices import find_voice, spoken_name
from tools.consenting import cleared
from tools.engines import ENGINES
from tools.pronouncing import checked_pair, found_in
from tools.speaking import engine_for_enrolled
from tools.studio import spec_of
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, number, where
from tools.vocabulary.scenes import find_scenes
from tools.vocabulary.sound import nearest


def voice(desk: Desk, pace: float = 0, pace_by: float = 0, tone: str = "", voice: str = "", scenes: str = "") -> Done:
    """Set how the narrator speaks, in the whole film or in some scenes; what is left empty stays.

    pace: 0.5 (slow) to 2 (fast), 1 is normal; 0 leaves it
    pace_by: a step of the pace instead: 0.05 a touch, 0.1 plain, 0.25 much; below 0 is slower
    tone: how it sounds: calm, warm, thoughtful, solemn, mysterious, joyful, tense, whisper, plain
    voice: another voice: a name ("george", or one that was enrolled), or whom it sounds like ("a british woman", "a man")
    scenes: where pace and tone are meant, in the person's words: "3", "the storm"; "" is the whole film
    """
    if not (pace or pace_by or tone.strip() or voice.strip()):
        raise FilmError(f"Say what to change in the voice: its pace, its tone, or which voice it is. {UNCHANGED}")
    if scenes.strip() and not voice.strip():
        return _in_scenes(desk, scenes, (pace, pace_by), tone)
    if scenes.strip():
        raise FilmError(f"One voice speaks in the whole film; its tone and its pace can differ by scene. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        how, note = _tone(film, tone)
        who, engine = _enrolled(desk, film, voice) or _voice(film, voice)
        speed = pace or (_stepped(film.narrator.pace, pace_by) if pace_by else None)
        after = edits.set_voice(_spoken_by(film, engine), who or None, speed, how or None)
        words = [f"voice {spoken_name(who)}"] if who else []
        words += [f"pace {number(speed)}"] if speed else []
        words += [f"tone {how}{note}"] if how else []
        return after, f"Narrator: {', '.join(words)}."

    return edit(desk, act)


def _stepped(pace: float, step: float) -> float:
    return round(min(max(pace + step, 0.5), 2.0), 4)


def _in_scenes(desk: Desk, scenes: str, paces: tuple[float, float], tone: str) -> Done:
    """The tone and the pace of some scenes alone; a pace is kept as a factor on the narrator's."""
    pace, step = paces

    def act(film: Film) -> tuple[Film, str]:
        found, after = find_scenes(film, scenes), film
        how, note = _tone(film, tone)
        for scene in found:
            speed = _stepped(film.narrator.pace * scene.pace, step) if step else pace
            factor = round(min(max(speed / film.narrator.pace, 0.5), 2.0), 4) if speed else None
            after = edits.set_delivery(after, scene.id, how or None, factor)
        words = [f"pace {number(after.pace_in(after.scene(found[0].id)))}"] if pace or step else []
        words += [f"tone {how}{note}"] if how else []
        return after, f"Narrator in {where(film, found).lower()}: {', '.join(words)}."

    return edit(desk, act)


_LINES = {
    ("checked", "yes"): "every line is listened to", ("checked", "no"): "lines are not listened to",
    ("marked", "yes"): "every line carries the watermark", ("marked", "no"): "lines carry no watermark",
}  # fmt: skip


def lines(desk: Desk, checked: str = "", marked: str = "") -> Done:
    """Have the lines of a stock voice listened to, or marked as synthetic; matched and cloned voices always are both.

    checked: "yes" has every line written down by Whisper and spoken anew where words went wrong; "no" undoes that
    marked: "yes" puts the watermark of synthetic speech into every line; "no" undoes that
    """
    asked = {name: word for name, said in (("checked", checked), ("marked", marked)) if (word := said.strip().lower())}
    if not asked or any(word not in ("yes", "no") for word in asked.values()):
        raise FilmError(f"Say whether lines are to be listened to or marked: yes or no. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        wanted = {name: word == "yes" for name, word in asked.items()}
        return changed(
            film, narrator=changed(film.narrator, **wanted)
        ), f"Narrator: {', '.join(_LINES[pair] for pair in asked.items())}."

    return edit(desk, act)


def pronounce(desk: Desk, word: str, say: str = "") -> Done:
    """Set how a word is said wherever it is spoken in the film; captions keep its spelling.

    word: the word as it is written: "Nguyen"
    say: how it sounds, written as plain words: "win"; "" has the voice read it as it is written again
    """
    if say.strip():
        word, say = checked_pair(word, say)

    def act(film: Film) -> tuple[Film, str]:
        plain = word.strip(" .,;:!?\"'“”‘’")
        known = next((each for each in film.pronunciations if each.casefold() == plain.casefold()), "")
        if not say and not known:
            raise FilmError(f"The film has no way of its own to say {plain[:60]!r}. {UNCHANGED}")
        after = edits.set_pronunciation(film, known or plain, say)
        lines = sum(bool(found_in(scene.narration, [(plain, say)])) for scene in film.scenes)
        spoken = f"{known or plain} is said as {say}" if say else f"{known} is read as it is written"
        return after, f"Pronunciation: {spoken} ({lines} scene{'s' * (lines != 1)} {'say' if lines != 1 else 'says'} it)."

    return edit(desk, act)


def _spoken_by(film: Film, engine: str) -> Film:
    return changed(film, engines=changed(film.engines, speech=engine))


def _enrolled(desk: Desk, film: Film, text: str) -> tuple[str, str] | None:
    """The enrolled voice of that name and an engine for it; None when nobody enrolled one of that name.

    Refused at once where its consent does not cover this film; every synthesis asks again.
    """
    found = find_voice(desk.settings.voices_dir, text.strip().replace(" ", "-")) if text.strip() else None
    if found is None:
        return None
    cleared(found.id, desk.root, film.language)
    return found.id, engine_for_enrolled(film.engines.speech)


def _voice(film: Film, text: str) -> tuple[str, str]:
    """The voice that somebody named or described, and its engine, the film's own first; FilmError lists the voices."""
    own = film.engines.speech
    said = said_as.plain(text)
    if not said:
        return "", own
    engines = [own, *(name for name in ENGINES["speech"] if name != own)]
    known = {name: spec_of("speech", name).capabilities for name in engines}
    for engine in engines:
        if said in known[engine].get("voices", ()):
            return said, engine
    if not known[own].get("voices") and not known[own].get("enrolled"):
        return text.strip(), own
    asked = _traits(said)
    for engine in engines:
        fitting = [name for name, traits in known[engine].get("traits", {}).items() if asked and asked <= set(traits)]
        if fitting:
            return next((name for name in fitting if name != film.narrator.voice), fitting[0]), engine
    names = dict.fromkeys(name for engine in engines for name in known[engine].get("voices", ()))
    raise FilmError(f"There is no voice called {text.strip()[:60]!r}. Choose one of: {', '.join(names)}. {UNCHANGED}")


_TRAITS = {
    "man": "man", "male": "man", "gentleman": "man", "guy": "man", "masculine": "man", "men": "man",
    "woman": "woman", "female": "woman", "lady": "woman", "feminine": "woman", "women": "woman",
    "british": "british", "english accent": "british", "american": "american",
}  # fmt: skip


def _traits(said: str) -> set[str]:
    """What of a voice is described in the words, as the engines name it."""
    words = f" {said.replace(chr(39), ' ')} "
    return {trait for word, trait in _TRAITS.items() if f" {word} " in words}


def _tone(film: Film, text: str) -> tuple[str, str]:
    """The tone as it is to be kept: the person's words when the engine knows one of them, else the nearest it knows."""
    said = said_as.brief(text).strip()
    if not said or not spec_of("speech", film.engines.speech).capabilities.get("tones"):
        return said, ""
    from tools.engines.phonemes.manner import tones

    known = [word for kind in tones().values() for word in kind["words"]]
    if set(said_as.plain(said).replace(",", " ").split()) & set(known):
        return said, ""
    near = nearest(said, known)
    if not near:
        raise FilmError(f"The voice cannot sound {said[:60]!r}. Choose one of: {', '.join(tones())}. {UNCHANGED}")
    return near, f" (the nearest to {said})"
