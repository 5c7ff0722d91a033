"""Premises as strangers type them: clauses, questions, requests, slips and fragments, read as they were meant."""

import re

import pytest

from memory.film import Film
from tools.engines import Brief, load_engine
from tools.engines.authored.premise import read_premise

WRONG = re.compile(
    r"[{}]|\b[Aa] (?=[aeio])(?!one\b|once\b)|\b[Aa]n (?=[bcdfgjklmnpqrstvwxyz])|\bthey was\b|\bwe was\b"
    r"|\b(?:she|he|it) were\b(?! a)|\bthe the\b| ,|,,|\.\.|\((?:hands|b|y|thing)\)|None|  "
)


def write(text: str, seed: int = 1) -> Film:
    film = load_engine("story", "authored")(Brief(text=text, seconds=60, seed=seed))
    assert isinstance(film, Film)
    return film


def words_of(film: Film) -> str:
    return " ".join(s.narration for s in film.scenes)


TYPED = {
    "a fox who mends clocks meets a golem in the museum": ("Fox", ("fox", "golem"), ("museum", "mended clocks", "met a golem")),
    "a boy who collects rain finds a bottle that never fills": ("Bo", ("boy",), ("collected rain", "found a bottle")),
    "the woman who painted the bridge every summer finally stops":
        ("Woman", ("woman",), ("painted the bridge", "finally stopped")),
    "a robot that dreams of snow escapes from the factory":
        ("Robot", ("robot",), ("dreamed of snow", "escape from the factory")),
    "An old sailor who has never seen snow adopts a penguin": ("Sailor", ("old sailor", "penguin"), ("had never seen snow",)),
    "a librarian who cannot read inherits a castle": ("Librarian", ("librarian",), ("could not read", "inherited a castle")),
    "the dog who waited at the station learns to fly": ("Dog", ("dog",), ("waited at the station", "to fly")),
    "a girl who talks to trees must save the last forest": ("Girl", ("girl",), ("talked to trees", "save the last forest")),
    "two sisters who hate each other open a bakery in Paris":
        ("", ("two sisters",), ("hated each other", "opened a bakery")),
    "a nurse works the nite shift and meets a angel": ("Nurse", ("nurse", "angel"), ("worked the night shift", "met an angel")),
    "When the river dries up, two brothers must carry water from the mountain":
        ("", ("two brothers",), ("The river dried up",)),
    "when her father disappears, Ines sails to the island where he was last seen":
        ("Ines", ("Ines",), ("Her father disappeared",)),
    "On a small island a clockmaker and her granddaughter try to bring back the light, with the help of a clumsy robot and all":
        ("", ("clockmaker", "granddaughter", "clumsy robot"), ("bring back the light",)),
    "Deep in the forest a young fox learns to play the violin": ("Violin", ("young fox",), ("play the violin",)),
    "High above the clouds a lonely captain searches for her lost brother": ("", ("lonely captain",), ("lost brother",)),
    "In a village by the sea, where the fish have stopped coming, a boy befriends a whale":
        ("", ("boy", "whale"), ("The fish had stopped coming",)),
    "Two sisters inherit a broken carousel and spend one summer bringing it back to life":
        ("", ("two sisters",), ("spent one summer",)),
    "a bear and a balloon": ("The Bear and the Balloon", ("bear", "balloon"), ()),
    "the moon and the baker": ("the Moon and the Baker", ("moon", "baker"), ()),
    "Omar's bicycle": ("Omar's Bicycle", ("Omar",), ("bicycle",)),
    "film about my grandmother's garden": ("My Grandmother's Garden", ("grandmother",), ("garden",)),
    "make a film about a penguin who wants to fly": ("The Penguin Who Wanted to Fly", ("penguin", "seal"), ()),
    "a 30 second film about a tired dragon": ("Tired Dragon", ("tired dragon", "swallow"), ()),
    "a 30 second film about volcanoes": ("Volcanoes", (), ("volcanoes",)),
    "can you make me a film about two foxes who run a hotel?": ("Foxes", ("two foxes",), ("ran a hotel",)),
    "what if the sun forgot to rise?": ("The Day the Sun Forgot to Rise", ("sun",), ("the sun forgot to rise",)),
    "Can a snowman survive the summer?": ("Snowman", ("snowman", "seal"), ("survive the summer",)),
    "who stole the mayor's hat?": ("", ("young detective", "pigeon"), ("who stole the mayor's hat",)),
    "why do cats purr?": ("Why Cats Purr", (), ("why cats purr",)),
    "why is the sky blue": ("Why the Sky Is Blue", (), ("why the sky is blue",)),
    "explain how bees make honey": ("How Bees Make Honey", (), ("how bees make honey",)),
    "Explain how a volcano erupts to children": ("How a Volcano Erupts", (), ("how a volcano erupts",)),
    "an empty playground at dusk": ("An Empty Playground at Dusk", (), ("an empty playground at dusk",)),
    "a red balloon over Berlin": ("The Red Balloon in Berlin", ("balloon", "pigeon"), ("Berlin",)),
    "the fall of the Berlin Wall": ("The Fall of the Berlin Wall", (), ("the fall of the Berlin Wall",)),
    "the first flight of the Wright brothers": ("The First Flight of the Wright Brothers", (), ("Wright brothers",)),
    "the night the Titanic sank": ("The Night the Titanic Sank", (), ("Titanic",)),
    "Vikings discover America": ("Vikings", ("Vikings",), ("Vikings discovered America",)),
    "Leonardo da Vinci tries to fly": ("Leonardo", ("Leonardo da Vinci", "pigeon"), ("to fly",)),
    "the penguins of Antarctica hold an election": ("Penguins Held an Election", ("penguins",), ("held an election",)),
    "three owls guard a sleeping town": ("Three Owls", ("three owls",), ("guarded a sleeping town",)),
    "you wake up in a house with no doors": ("You Woke Up", ("You",), ("you woke up in a house with no doors",)),
    "I lost my keys in the park and met an old friend":
        ("The Day I Lost My Keys", ("Narrator",), ("I lost my keys in the park",)),
    "my dog Rufus is afraid of thunder": ("Rufus", ("Rufus",), ("My dog Rufus was afraid of thunder",)),
    "my daughter Lina and her imaginary whale": ("Lina and Her Imaginary Whale", ("Lina", "whale"), ()),
    "a old man he live alone with his parrot and dream to see the sea":
        ("Old Man", ("old man",), ("lived alone with his parrot",)),
    "a girl and her dgo serch for a tresure": ("Girl", ("girl", "dog"), ("treasure",)),
    "A DRAGON WHO IS AFRAID OF FIRE": ("The Dragon Who Was Afraid of Fire", ("dragon",), ("was afraid of fire",)),
    "Set in Venice: a gondolier finds a message in a bottle. Make it sad.": ("", ("gondolier",), ("Venice", "message")),
    "It is raining in Oslo. A man forgets his umbrella on the tram.":
        ("Umbrella", ("man",), ("It was raining in Oslo", "umbrella")),
    "A comedy about two ghosts who can't scare anyone":
        ("The Two Ghosts Who Could Not", ("two ghosts",), ("could not scare anyone",)),
    "a love story between a cloud and a mountain": ("Fell in Love", ("cloud", "mountain"), ("fell in love",)),
    "Mr. Pim builds a machine that makes clouds": ("Machine", ("Mr Pim",), ("build a machine that made clouds",)),
    "Hana, a young potter in Kyoto, breaks the emperor's favourite bowl":
        ("Bowl", ("Hana",), ("Kyoto", "broke the emperor's favourite bowl")),
    "the meaning of home": ("the Meaning of Home", (), ("the meaning of home",)),
    "democracy and its enemies": ("Democracy and Its Enemies", (), ("democracy and its enemies",)),
    "growing old": ("Growing Old", (), ("growing old",)),
    "a pianist with trembling hands gives her last concert": ("Pianist", ("pianist",), ("gave her last concert",)),
    "how my parents met": ("The Day My Parents Met", ("parents",), ("my parents met",)),
}  # fmt: skip
"""What strangers type: the title's words, who is in the cast, and what must be told."""
RESIDUE = re.compile(
    r"\b(?:cannoted|bakered|clocks meets|rain finds|explain how|second film|a you|an? [A-Z]\w+ who|the the|a how|teh|dgo|"
    r"(?:with|to|of|by) I|you was|you were seen|a the|an the)\b|\bthe (?:he|she|you|I)\b|[\"!]{2}",
)


@pytest.mark.parametrize("premise", TYPED)
def test_what_strangers_type_is_read_as_meant(premise):
    """Relative clauses, questions, requests, slips and fragments give a title, a cast and words that say what was meant."""
    title, cast, told = TYPED[premise]
    for seed in (1, 2, 3, 4):
        film = write(premise, seed=seed)
        said = words_of(film)
        assert title.lower() in film.title.lower() or seed > 1, film.title
        names = [member.name.lower() for member in film.cast]
        assert all(any(c.lower() in n for n in names) for c in cast[:1]) and len(names) <= max(len(cast), 1), names
        assert [t for t in told if t.lower() not in said.lower()] == []
        assert not RESIDUE.search(f"{film.title}. {said}"), RESIDUE.search(f"{film.title}. {said}")
        assert not WRONG.search(said.replace("as if it were", "as if")), WRONG.search(said)


@pytest.mark.parametrize(
    "asked",
    [
        "make a film about {}",
        "a 30 second film about {}",
        "Please make me a short animated film about {}.",
        "I want a movie about {}",
    ],
)
@pytest.mark.parametrize("matter", ["a fox who lost its shadow", "Mara and the whale", "friendship"])
def test_the_request_round_a_premise_is_not_the_premise(asked, matter):
    """What somebody asks for is read the same with and without the words of the request."""
    plain, wrapped = read_premise(matter), read_premise(asked.format(matter))
    assert [h.full for h in wrapped.heroes] == [h.full for h in plain.heroes]
    assert (wrapped.topic, wrapped.event, wrapped.state) == (plain.topic, plain.event, plain.state)


@pytest.mark.parametrize(
    "premise",
    [
        "a lonely robot on an island",
        "the last dragon",
        "a girl lives alone in a tower",
        "explain how rain is made",
        "hope",
        "trains",
    ],
)
def test_nobody_is_invented_where_it_would_harm(premise):
    """Somebody alone stays alone, and what is only looked at gets no company."""
    for seed in range(4):
        film = write(premise, seed=seed)
        assert len(film.cast) <= 1 and not re.search(r"pigeon|yellow dog|gull with|striped fish|uninvited", words_of(film))


def test_the_place_is_kept_through_the_film():
    """A named place is painted at the beginning, in between and at the end."""
    film = write("a fox finds a radio in the museum")
    assert ["museum" in s.description for s in film.scenes].count(True) >= 3
    assert sum("Kyoto" in s.description for s in write("an old woman in Kyoto folds a thousand paper cranes").scenes) >= 3
