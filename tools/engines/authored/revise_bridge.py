"""A new scene between two others: where its neighbours are, with who is in play, about what the person said."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from zlib import crc32

from memory.film import CastMember, Film, Scene
from tools.engines.authored import direction
from tools.engines.authored.draft import PAUSE, speech_seconds
from tools.engines.authored.ears import sounds
from tools.engines.authored.film import tone_of
from tools.engines.authored.looking import Sight, sight_of
from tools.engines.authored.revise_about import About, heads, read_about, tensed
from tools.engines.authored.revise_long import require_english_film
from tools.engines.authored.revise_prose import Subject, Tense, content, sentences, slots_in, told
from tools.engines.authored.revise_seen import both, film_tense, scenery, spoken_of, subject
from tools.engines.authored.words import article, sentence, singular, table, title_case, word_set
from tools.engines.authored.worlds import HOURS, Spot, Stay
from tools.timing import LEAD

_STAGES = {
    "tense": "fail", "wonder": "aid", "joyful": "after", "calm": "rest", "curious": "try", "hopeful": "want", "brave": "act",
    "playful": "companion", "warm": "after", "sad": "rest",
}  # fmt: skip
_MOODS = {"dark": "tense", "bright": "joyful", "wonder": "wonder", "warm": "warm", "tense": "tense"}
_LONGEST_TITLE = 44


def bridge(film: Film, before: Scene | None, after: Scene | None, about: str) -> dict[str, object]:
    """Fields of a new scene between `before` and `after` (None at an end of the film) about what a person said ("" anything).

    title, description, mood, narration, sounds and shots (without ids); tense, names and place fit the neighbours. The
    same arguments give the same scene. FilmError when the film is not told in English.
    """
    require_english_film(film, "written")
    seed = crc32(f"{film.seed}|{before.id if before else ''}|{after.id if after else ''}|{about}".encode())
    rng = random.Random(seed)
    players = _players(film, before, after, about)
    who = [subject(m, film) for m in players]
    hero = both(who[0], who[1]) if len(who) > 1 and "many" not in {who[0].forms[0]} else who[0] if who else None
    theme = read_about(about or rng.choice(table("bridges")["breath"]["about"]), film, hero)
    sight = _sight(film, theme, before, after, seed)
    mood = _mood(theme, sight, before, after)
    narration = _narration(film, theme, sight, (before, after), (_spoken(theme, who, players), before is None), rng)
    seen = direction.Seen(
        sight.stay,
        _STAGES[mood],
        _painted(film, theme, players, sight),
        _things(theme, sight, film),
        LEAD + speech_seconds(narration) + PAUSE,
    )
    described = _described(_agreeing(direction.description(seen), seen.who), theme)
    return {
        "title": _title(theme, film), "description": described, "mood": mood, "narration": narration,
        "sounds": [s.model_dump() for s in sounds(sight.stay)],
        "shots": _shots(seen, described, before, seed),
    }  # fmt: skip


def _players(film: Film, before: Scene | None, after: Scene | None, about: str) -> list[CastMember]:
    """At most two of the cast: those that are named, and those of the neighbours; the film's first otherwise."""
    near = " ".join(s.narration for s in (before, after) if s)
    named = [m for m in film.cast if spoken_of(m, about)]
    shown = [m for m in film.cast if spoken_of(m, near) and m not in named]
    if shown and film.cast[0] not in [*named, *shown] and not named:
        shown = [m for m in film.cast if spoken_of(m, f"{near} {film.scenes[0].narration}")]
    everywhere = [m for m in film.cast[:1] if any(spoken_of(m, s.narration) for s in film.scenes)]
    found = [*named, *shown] or everywhere
    return found[: max(2, len(named))] if named else found[:1]


def _spoken(theme: About, who: Sequence[Subject], players: Sequence[CastMember]) -> Subject | None:
    """Whom the narration follows: not the one whom the scene is about."""
    others = [w for w, m in zip(who, players, strict=True) if not (theme.kind == "somebody" and w.words == theme.known)]
    return others[0] if others else (who[0] if who and theme.kind != "somebody" else None)


def _sight(film: Film, theme: About, before: Scene | None, after: Scene | None, seed: int) -> Sight:
    """Where the scene is: what is said of the place, else where the neighbours are, at an hour between theirs."""
    beside = before or after
    there = _neighbour(beside, seed) if beside else None
    text = theme.present or theme.first.words
    hint = "" if theme.kind in {"idea", "somebody"} else text
    sight = sight_of(text, hint, {}, there, seed)
    hour = sight.stay.time
    if there and hour == there.stay.time and before and after:
        first, second = there.stay.time, scenery(after).time
        hour = _between(first, second) if second else first
    return Sight(
        Stay(sight.stay.spot, hour, sight.stay.weather),
        sight.who if sight.who != (there.who if there else ()) else (),
        sight.things,
        sight.rough,
    )


def _between(first: str, second: str) -> str:
    """An hour that lies between two, or the first when none does."""
    a, b = HOURS.index(first), HOURS.index(second)
    return HOURS[(a + 1) % 5] if (b - a) % 5 > 1 else first


def _neighbour(scene: Scene, seed: int) -> Sight:
    found = scenery(scene)
    sight = sight_of(scene.description or scene.narration, "", {}, None, seed)
    spot = _exact(scene.description) or _town(found.place, found.setting) or sight.stay.spot
    return Sight(Stay(spot, found.time or sight.stay.time, found.weather or sight.stay.weather), sight.who, ())


def _town(place: str, setting: str) -> Spot | None:
    """A town known only by its name ("in Lisbon")."""
    if setting != "city" or not re.match(r"in [A-Z]", place):
        return None
    return Spot(place[3:], setting, place, place, "houses and chimneys", sounds=("city",))


def _exact(described: str) -> Spot | None:
    """The writer's own spot whose view a description has word for word."""
    low = described.lower()
    spots = [s for world in table("worlds").values() for s in world["spots"] if s["see"] in low]
    best = max(spots, key=lambda s: len(s["see"]), default=None)
    return Spot(**{**best, "sounds": tuple(best["sounds"]), "details": ()}) if best else None


def _mood(theme: About, sight: Sight, before: Scene | None, after: Scene | None) -> str:
    words = re.findall(r"[a-z]+", f"{theme.known} {theme.present}".lower())
    tone = tone_of([*words, *map(singular, words)])
    if sight.rough or sight.stay.weather == "storm":
        return "tense"
    if tone in _MOODS:
        return _MOODS[tone]
    return next((s.mood for s in (after, before) if s and s.mood in _STAGES), "calm")


def _painted(film: Film, theme: About, players: Sequence[CastMember], sight: Sight) -> tuple[str, ...]:
    """Who is seen, in a painter's words: the cast by name and look, and whoever else the scene is about."""
    known = heads(film)
    others = [
        w for w in sight.who if not {singular(x) for x in re.findall(r"[a-z]+", w.lower())} & {singular(k) for k in known}
    ]
    names = re.findall(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*", theme.first.words)
    new = [n for n in names if not any(n in m.name or m.name in n for m in film.cast)]
    others = [f"a person named {n}" for n in new if theme.kind in {"somebody", "clause"}][:1] + others
    mine = [_look(m) for m in players[:3]]
    return tuple([*mine, *(others if theme.kind in {"somebody", "clause", "thing"} else [])][:3])


def _look(member: CastMember) -> str:
    described = member.description.strip(" .")
    plain = re.sub(r"^(?:the|an?) ", "", member.name, flags=re.I).lower()
    if not described or member.name in {"Narrator", "You", "We"} or plain in described.lower():
        return described or member.name
    return f"{member.name}, {described[:1].lower() + described[1:]},"


def _things(theme: About, sight: Sight, film: Film) -> tuple[str, ...]:
    """What lies about: what the words name, and the thing that the scene is about when it can be seen."""
    own = theme.first.words if theme.kind == "thing" and not set(theme.first.words.lower().split()) & heads(film) else ""
    weather = {w for words in table("words")["weathers"].values() for w in words}
    head = singular(own.split()[-1]) if own else ""
    seen = (
        word_set("small") | word_set("scenery") | {*table("words")["intent"]["carried"], *table("detail")["things"]} - weather
    )
    drawn = own if head in seen or (head and head + "s" in seen) else ""
    spot = f"{sight.stay.spot.see} {sight.stay.spot.extra}"
    found = [t for t in (drawn, *sight.things) if t and t.split()[-1] not in spot]
    return tuple(t for i, t in enumerate(found) if not any(t.split()[-1] == f.split()[-1] for f in found[:i]))[:2]


def _agreeing(text: str, who: Sequence[str]) -> str:
    """The description with a verb that agrees with somebody alone whose name looks like a plural."""
    one = len(who) == 1 and bool(re.match(r"[A-Z][\w ]*, an? ", who[0]))
    return re.sub(r"(?<=, )(stand|swim|float)(?= )", r"\1s", text, count=1) if one else text


def _described(text: str, theme: About) -> str:
    """The description, with what the scene is about in a sentence of its own where it is not there yet."""
    text = text.replace(",,", ",").replace(", and", " and") if text.count(",,") else text
    told_of = theme.present or theme.first.words
    missing = content(told_of) - content(text)
    return f"{text} {sentence(told_of)}." if theme.kind == "clause" or missing else text


def _shots(seen: direction.Seen, described: str, before: Scene | None, seed: int) -> list[dict[str, object]]:
    return [
        shot.model_dump(exclude={"id"}) for shot in direction.shots("new", seen, described, [before] if before else [], seed)
    ]


def _title(theme: About, film: Film) -> str:
    """A title in the person's words, shortened at a word, that the film does not have yet."""
    words = (theme.present or theme.first.words).split()
    loose = word_set("determiners") | word_set("prepositions") | {"and", "or", "but"}
    while len(words) > 1 and (len(" ".join(words)) > _LONGEST_TITLE or words[-1].lower() in loose):
        words = words[:-1]
    title = title_case(" ".join(words)[:_LONGEST_TITLE])
    title = title[:1].upper() + title[1:]
    taken = {s.title for s in film.scenes}
    return title if title not in taken else next(t for n in range(2, 999) if (t := f"{title}, {n}") not in taken)


def _narration(
    film: Film,
    theme: About,
    sight: Sight,
    around: tuple[Scene | None, Scene | None],
    hero: tuple[Subject | None, bool],
    rng: random.Random,
) -> str:
    """Two or three sentences: what comes, what it is to the hero, and how it goes on from there."""
    tense, (who, first) = film_tense(film), hero
    slots = _slots(theme, sight, around[1], tense, rng)
    data, kind = table("bridges"), theme.kind
    opening = data["opening"][kind]
    if first:
        opening = data["opening"]["first_clause" if kind == "clause" else "first"]
    if re.search(r" (?:at|in|on|by) ", theme.first.words):
        opening = [x for x in opening if "{at_place}" not in x]
    used = {s for scene in film.scenes for s in sentences(scene.narration)}
    if who and first and who.words.startswith("the ") and who.person == "one":
        slots["hero"] = article(who.words[4:])
    lines = [_pick(opening, tense, theme.first, slots, used, rng)]
    middle = data["middle"][kind]
    if kind == "clause":
        aside = who is not None and not re.search(rf"\b{re.escape(who.words)}\b", tensed(theme, tense))
        middle = data["middle"]["watching"] if aside else middle
    if who is None and kind != "clause":
        middle = data["middle"]["nobody"]
    middle = [x for x in middle if not (first and "gone before" in x)]
    lines.append(_pick(middle, tense, who, slots, used, rng))
    lines.append(_pick(_leads(sight, around, slots), tense, who, slots, used, rng))
    return " ".join(lines)


def _leads(sight: Sight, around: tuple[Scene | None, Scene | None], slots: Mapping[str, str]) -> list[str]:
    data, after = table("bridges")["lead"], around[1]
    if after is None:
        return list(data["end"])
    there = scenery(after)
    if "next" in slots and slots["next"] != sight.stay.spot.where:
        return list(data["place"])
    return list(data["hour"]) if there.time and there.time != sight.stay.time else list(data["same"])


def _slots(theme: About, sight: Sight, after: Scene | None, tense: Tense, rng: random.Random) -> dict[str, str]:
    words = table("styles")["clock_words"][sight.stay.time]
    slots = {
        "at_place": sight.stay.spot.where,
        "x": theme.known,
        "clause": tensed(theme, tense),
        "when": _when(words["when"], tense, rng) + ",",
    }
    if after:
        there = scenery(after)
        slots |= {"next": there.place} if there.place else {}
        slots |= {"hour": table("styles")["clock_words"][there.time or sight.stay.time]["word"]}
    return slots


def _when(choices: Sequence[str], tense: Tense, rng: random.Random) -> str:
    """Words for the hour; in the present tense those that have no past in them."""
    return rng.choice([w for w in choices if tense == "past" or not re.search(r"\b(?:was|went)\b", w)])


def _pick(
    lines: Sequence[str], tense: Tense, who: Subject | None, slots: Mapping[str, str], used: set[str], rng: random.Random
) -> str:
    """One of the lines whose slots have words, and which the film does not have yet."""
    able = [x for x in lines if not slots_in(x) - slots.keys() - {"a", "they", "them", "their"}] or list(lines)
    made = [told(x, tense, who, slots) for x in rng.sample(able, len(able))]
    return next((m for m in made if m not in used), made[0])
