"""A narrator reads written English aloud the way a person would: table by table, through the real reader of the voice."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.engines.hibari import voice
from tools.spoken import foreign_share, sentences, speakable, split_sentences
from tools.words import word_times, written_words

SIGNS = [
    *"$€50,.:/-'%a#&@!—x½²é[]①Ⅳ٣°",
    "12",
    "007",
    "I",
    "IV",
    "the",
    "part",
    "am",
    "s",
    "km",
    "(/",
    "/)",
    "1984",
    "http://",
    ".com",
]

READINGS = {
    # years, decades, dates
    "It was 1984.": "It was nineteen eighty four.",
    "In 1905 and 2026": "In nineteen oh five and twenty twenty six",
    "in the 1990s": "in the nineteen nineties",
    "since the '80s": "since the eighties",
    "1939–1945": "nineteen thirty nine to nineteen forty five",
    "on the 3rd of May": "on the third of May",
    "on July 4, 1776": "on July fourth, seventeen seventy six",
    "2021-03-04": "March fourth, twenty twenty one",
    # ordinals and numbers
    "the 21st and the 102nd": "the twenty first and the one hundred second",
    "10,000 boats": "ten thousand boats",
    "5 000 000 boats": "five million boats",
    "0.5 of it": "zero point five of it",
    "3.14": "three point one four",
    "1½ cups": "one and a half cups",
    "2 1/2 days": "two and a half days",
    "½ a loaf": "one half a loaf",
    "a 10 x 20 room": "a ten by twenty room",
    "No. 5": "number five",
    "#1": "number one",
    "007": "zero zero seven",
    "pages 3-5.": "pages three to five.",
    "He ate 2/3.": "He ate two thirds.",
    "555-1234": "five five five, one two three four",
    "Room 101": "Room one oh one",
    "Flight 815": "Flight eight fifteen",
    "Route 66": "Route sixty six",
    "call 911": "call nine one one",
    "open 24/7": "open twenty-four seven",
    "a 10-year-old": "a ten year old",
    "Chapter IV": "Chapter four",
    "Henry VIII": "Henry the eighth",
    "３ cats": "three cats",
    # money and percentages
    "$5.20": "five dollars and twenty cents",
    "$1": "one dollar",
    "£3.50": "three pounds and fifty pence",
    "20 €": "twenty euros",
    "$3.2 billion": "three point two billion dollars",
    "US$5": "five US dollars",
    "5 USD": "five US dollars",
    "A$2 million": "two million Australian dollars",
    "20 %": "twenty percent",
    "3.5%": "three point five percent",
    # times
    "7:30": "seven thirty",
    "at 7:05 a.m. today": "at seven oh five A.M. today",
    "7.30 pm": "seven thirty P.M.",
    "12:00": "twelve o'clock",
    # units
    "90 km/h": "ninety kilometers per hour",
    "10 m tall": "ten meters tall",
    "1 m": "one meter",
    "3 m/s": "three meters per second",
    "30 s": "thirty seconds",
    "50 m²": "fifty square meters",
    "-5 °C": "minus five degrees Celsius",
    "6 ft tall": "six feet tall",
    "5'10\" tall": "five foot ten tall",
    "12 V": "twelve volts",
    # abbreviations, titles, initials, acronyms
    "Dr. Smith": "Doctor Smith",
    "St. John's on Main St.": "Saint John's on Main Street.",
    "on Elm Dr.": "on Elm Drive.",
    "Mr. Bell and Ms. Lee": "Mister Bell and Miz Lee",
    "e.g. a lamp": "for example a lamp",
    "i.e. now": "that is now",
    "nets, etc. were lost": "nets, et cetera were lost",
    "c. 1850": "circa eighteen fifty",
    "p. 5": "page five",
    "the U.S. navy": "the you ess navy",
    "the FBI": "the eff bee eye",
    "NASA": "nassa",
    "rock 'n' roll": "rock and roll",
    "AT&T": "A T and T",
    # signs, emphasis, addresses
    "the lamp--old and cracked--turned": "the lamp — old and cracked — turned",
    "“Hello,” she said": "Hello, she said",
    "[softly] now": "(softly) now",
    "**bold** and _soft_": "bold and soft",
    "see [the log](http://x.org/y)": "see the log",
    "I love 😀 you ♥": "I love you",
    "see https://www.example.com/map.": "see example dot com slash map.",
    "write to ann@example.com": "write to ann at example dot com",
    "THE SEA IS RISING AND IT IS COLD": "The sea is rising and it is cold",
    "In part I agree": "In part eye agree",
    "class C": "class see",
    "Part II": "Part two",
    "café": "cafe",
    "Zoë": "Zoe",
}


def sounds(text: str) -> str:
    """The phonemes of a text, without stress and punctuation."""
    heard = "".join(word.phonemes for word in voice()._reader.words(speakable(text)))
    return " ".join(re.sub(r"[ˈˌ“”().,;:!?—…]", "", heard).split())


@pytest.mark.parametrize("written", READINGS)
def test_written_english_is_read_as_a_person_would(written: str) -> None:
    """What is written sounds like what a person would say for it."""
    assert plain(sounds(written)) == plain(sounds(READINGS[written]))


def plain(phonemes: str) -> str:
    """Phonemes without the small differences that context makes (the/thee, a/ay, flaps), and without spaces."""
    table = {"ði": "ðə", "T": "t", "ɐ": "A", "ᵊ": "ə", " ": "", "ʊ": "u", "tə": "tu", "i": "ɪ", "æ": "ɑ", "ɛ": "ə"}
    for sign, simple in table.items():
        phonemes = phonemes.replace(sign, simple)
    return phonemes


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dr. Smith met Mr. J. K. Bell at 5 p.m. He left.", ["Dr. Smith met Mr. J. K. Bell at 5 p.m.", "He left."]),
        ('"Go!" she said. "Now."', ['"Go!" she said.', '"Now."']),
        ("No. 5 is alive. No. I won't!", ["No. 5 is alive.", "No.", "I won't!"]),
        ("He worked at Acme Inc. in the U.S. Navy.", ["He worked at Acme Inc. in the U.S. Navy."]),
        ("Nets, etc. were lost... What? wait... what", ["Nets, etc. were lost...", "What? wait... what"]),
        ("It cost $5.20. It was 3.5 km away.", ["It cost $5.20.", "It was 3.5 km away."]),
        ("one\nline\n", ["one line"]),
        ("So do I. Then he slept.", ["So do I.", "Then he slept."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, parts: list[str]) -> None:
    """Abbreviations, initials, decimals and quotations do not cut a sentence; real ends do."""
    assert split_sentences(text) == parts


def test_blank_lines_part_paragraphs_and_single_line_ends_do_not() -> None:
    """The pause after a paragraph is longer, so its last sentence is marked."""
    found = sentences("One. Two\nthree.\n\n\nFour.")
    assert [(s.text, s.ends_paragraph) for s in found] == [("One.", False), ("Two three.", True), ("Four.", True)]


def test_lines_with_nothing_to_say_are_no_sentences() -> None:
    """Ornaments and bare punctuation are not spoken."""
    assert sentences("* * *\n\n--- … !\n\n😀") == ()


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Hello", 0, 0),
        ("café naïve", 0, 0),
        ("灯台守とロボット", 1, 1),
        ("Привет, мир", 1, 1),
        ("😀🌊", 1, 1),
        ("...", 0, 0),
        ("Tea 茶", 0.2, 0.3),
    ],
)
def test_the_share_of_letters_a_latin_reader_cannot_read(text: str, least: float, most: float) -> None:
    """Chinese, Russian and pictures alone are foreign through and through; accented Latin and punctuation are not."""
    assert least <= foreign_share(text) <= most


def test_words_keep_how_they_were_written_and_get_the_time_of_what_was_said() -> None:
    """Captions show "$5 at 7:30 pm" while the voice says other words."""
    said = "it cost five dollars at seven thirty P.M. today."
    read = [(word, float(i), i + 0.9) for i, word in enumerate(said.split())]
    timed = word_times(written_words("It cost $5 at 7:30 pm today ."), read)
    assert [word for word, _, _ in timed] == ["It", "cost", "$5", "at", "7:30", "pm", "today ."]
    assert timed[2] == ("$5", 2.0, 3.9)
    assert timed[4][1] == 5.0
    assert timed[5][2] == 7.9
    assert timed[6] == ("today .", 8.0, 8.9)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_can_be_made_ready_and_read(text: str) -> None:
    """Nothing a person pastes breaks the reading, and no word is lost on the way to the captions."""
    for sentence in sentences(text):
        heard = voice()._reader.words(sentence.spoken)
        timed = word_times(written_words(sentence.text), [(word.text, 0.0, 1.0) for word in heard])
        assert " ".join(word for word, _, _ in timed).split() == sentence.text.split()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=12))
def test_any_heap_of_signs_and_numbers_can_be_read(pieces: list[str]) -> None:
    """Signs and digits run together in any order are read somehow, never an error."""
    for text in ("".join(pieces), " ".join(pieces)):
        for sentence in sentences(text):
            voice()._reader.words(sentence.spoken)


@pytest.mark.parametrize("text", ["9" * 5000, "a" * 3000, "-".join(["go"] * 400), "1." * 500, "/".join("abc" * 300)])
def test_endless_words_are_read_in_reasonable_time(text: str) -> None:
    """A number of five thousand digits or a chain of hyphens is taken apart, not choked on."""
    assert voice()._reader.words(speakable(text))
