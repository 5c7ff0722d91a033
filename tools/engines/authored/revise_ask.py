"""Questions: one for a narration to end on, and those that a premise leaves open."""

from __future__ import annotations

import random
import re

from memory.errors import FilmError
from memory.film import Film, Scene
from tools.engines.authored.figures import known_agent
from tools.engines.authored.premise import read_premise
from tools.engines.authored.revise_long import require_english_film
from tools.engines.authored.revise_prose import content, count, joined_text, marked, sentences, tense_of, told
from tools.engines.authored.revise_seen import film_tense, in_play, scenery, spoken_of
from tools.engines.authored.revise_short import details
from tools.engines.authored.revise_tone import thing_in
from tools.engines.authored.words import singular, table, word_set

_UNITS = "seconds?|secs?|s|minutes?|mins?|min|m"
_LENGTH = re.compile(
    rf"\b(?:\d+|an?|one|two|three|four|five|ten|half a|thirty|sixty|ninety)[ -]?(?:{_UNITS})\b|\b\d+ ?scenes?\b"
    r"|\b(?:short|long|brief|quick|tiny)\b(?= (?:film|movie|video|clip|one|story|cartoon|reel))",
    re.I,
)
_HOW_LONG = "How long should it be: half a minute, one minute, two?"


def end_on_question(text: str, film: Film, scene: Scene) -> str:
    """The narration `text` ended by a question that fits the scene: in the place of a last aside, else after the last words.

    A text that ends on a question is given back. The same text in the same scene gets the same question. FilmError when the
    film is not told in English.
    """
    require_english_film(film, "ended on a question")
    said = sentences(text)
    if said and said[-1].rstrip("\"'”’").endswith("?"):
        return joined_text(said)
    question = _question(text, film, scene)
    if len(said) > 1 and said[-1] in details():
        said = said[:-1]
    return joined_text([*said, question])


def _question(text: str, film: Film, scene: Scene) -> str:
    rng = random.Random(f"{scene.id}|{text}|?")
    tense = tense_of(text, film_tense(film))
    last = scene.id == film.scenes[-1].id
    who = next(
        (w for w in in_play(film, scene.model_copy(update={"narration": text})) if w.words.lower() in text.lower()), None
    )
    at = next((i for i, s in enumerate(film.scenes) if s.id == scene.id), 0)
    following = "" if last or at + 1 >= len(film.scenes) else scenery(film.scenes[at + 1]).place
    thing = thing_in(text, small=True)
    has = {"who": who is not None and who.person in {"one", "many"}, "thing": bool(thing), "next": bool(following)}
    data = table("bridges")["questions"]
    everything = " ".join(s.narration for s in film.scenes)
    thought = not any(spoken_of(m, everything) for m in film.cast)
    lines = data["thought"] if thought else data["last" if last else "middle"]
    used = {s for x in film.scenes for s in sentences(x.narration)}
    able = [(marked(x)[0], marked(x)[1]) for x in lines if all(has[m] for m in marked(x)[0])]
    made = [told(x, tense, who, {"thing": thing, "next": following}) for _, x in rng.sample(able, len(able))]
    fresh = [m for m in made if m not in used] or made
    about = content(text)
    return next((m for m in fresh if content(m) & about), fresh[0]) if rng.random() < 0.7 else fresh[0]


def ask_first(text: str) -> list[str]:
    """What a premise leaves open, as at most two short questions: about whom or what, how long, for whom, in what mood.

    [] when enough is said: somebody or something and what happens, or a subject and two of length, audience and mood.
    """
    subject, happening = _matter(text)
    if not subject:
        return ["Who or what should it be about?", *([] if _LENGTH.search(text) else [_HOW_LONG])]
    known = {"length": bool(_LENGTH.search(text)), "audience": _for(text) is not None, "mood": _mood_said(text)}
    if happening or sum(known.values()) >= 2:
        return []
    asked = {
        "mood": "What mood should it have: warm, funny, tense, sad?",
        "length": _HOW_LONG,
        "audience": "Who is it for?",
    }
    return [question for what, question in asked.items() if not known[what]][:2]


def _matter(text: str) -> tuple[bool, bool]:
    """Whether a premise names somebody or something, and whether it tells what happens."""
    left = _LENGTH.sub(" ", text)
    left = left.replace(whom[0], " ") if (whom := _for(left)) else left
    bare = [w for w in re.findall(r"[A-Za-z][\w'-]+", left) if w.lower() not in _tone_words() | _hollow_words()]
    if not bare:
        return False, False
    try:
        read = read_premise(text)
    except FilmError:
        return False, False
    tells = bool(read.goal or read.event or read.state or read.told) and count(text) >= 4
    asks = read.view in {"essay", "explainer"} and len(bare) > 1
    came = read.event.startswith("came upon ") and not any(known_agent(singular(w.lower())) for w in bare)
    return True, (tells and not came) or asks


def _for(text: str) -> re.Match[str] | None:
    """Where a text says for whom the film is."""
    whom = "|".join(table("revising")["closed"]["audiences"])
    told = rf"\b(?:for|to show) (?:the |my |our |a |small |young )*(?:{whom})\b"
    return re.search(rf"{told}|\b(?:kids'?|children's|bedtime|educational)(?![\w'])", text, re.I)


def _hollow_words() -> frozenset[str]:
    return word_set("determiners") | word_set("prepositions") | frozenset(table("revising")["closed"]["wishes"])


def _tone_words() -> frozenset[str]:
    return frozenset(a for data in table("tones").values() for a in data["also"]) | frozenset(table("tones"))


def _mood_said(text: str) -> bool:
    words = set(re.findall(r"[a-z-]+", text.lower()))
    tones = {a for data in table("tones").values() for a in data["also"]} | set(table("tones"))
    return bool(
        words & (tones - {"short", "fast", "slow", "quick", "children", "kids", "child", "stranger", "mystery", "larger"})
    )
