"""The tool for who speaks, and how."""

from __future__ import annotations

from memory import edits
from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import Film
from memory.voices import find_voice, spoken_name
from tools.engines import ENGINES
from tools.speaking import engine_for_enrolled
from tools.studio import spec_of
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, number
from tools.vocabulary.sound import nearest


def voice(desk: Desk, pace: float = 0, pace_by: float = 0, tone: str = "", voice: str = "") -> Done:
    """Set how the narrator speaks; what is left empty stays.

    pace: 0.5 (slow) to 2 (fast), 1 is normal; 0 leaves it
    pace_by: a step of the pace instead: 0.05 a touch, 0.1 plain, 0.25 much; below 0 is slower
    tone: how it sounds: calm, warm, thoughtful, solemn, mysterious, bright, urgent, plain
    voice: another voice: a name ("george", or one that was enrolled), or whom it sounds like ("a british woman", "a man")
    """
    if not (pace or pace_by or tone.strip() or voice.strip()):
        raise FilmError(f"Say what to change in the voice: its pace, its tone, or which voice it is. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        how, note = _tone(film, tone)
        who, engine = _enrolled(desk, film, voice) or _voice(film, voice)
        speed = pace or (round(min(max(film.narrator.pace + pace_by, 0.5), 2.0), 4) if pace_by else None)
        after = edits.set_voice(_spoken_by(film, engine), who or None, speed, how or None)
        words = [f"voice {spoken_name(who)}"] if who else []
        words += [f"pace {number(speed)}"] if speed else []
        words += [f"tone {how}{note}"] if how else []
        return after, f"Narrator: {', '.join(words)}."

    return edit(desk, act)


def _spoken_by(film: Film, engine: str) -> Film:
    return changed(film, engines=changed(film.engines, speech=engine))


def _enrolled(desk: Desk, film: Film, text: str) -> tuple[str, str] | None:
    """The enrolled voice of that name and an engine for it; None when nobody enrolled one of that name."""
    found = find_voice(desk.settings.voices_dir, text.strip().replace(" ", "-")) if text.strip() else None
    return (found.id, engine_for_enrolled(film.engines.speech)) if found else None


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
    from tools.engines.phonemes.telling import tones

    known = [word for kind in tones().values() for word in kind["words"]]
    if set(said_as.plain(said).replace(",", " ").split()) & set(known):
        return said, ""
    near = nearest(said, known)
    if not near:
        raise FilmError(f"The voice cannot sound {said[:60]!r}. Choose one of: {', '.join(tones())}. {UNCHANGED}")
    return near, f" (the nearest to {said})"
