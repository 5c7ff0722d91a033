"""What a person says and what the director makes of it: calls, one question, or words. No graph, no tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from agent.director import BuiltInDirector, Call, Past, Reading, Sheet, read
from agent.director.senses import WEIGHTS, phrasings
from agent.director.text import corrected, plain_words
from agent.prompts import film_sheet
from bench.learn import digest
from memory.film import Film

FILM = Path(__file__).parent / "data" / "utterances" / "film.json"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet.read(film_sheet(Film.model_validate(json.loads(FILM.read_text(encoding="utf-8")))))


def calls(reading: Reading) -> list[tuple[str, dict[str, Any]]]:
    return [(call.tool, dict(call.args)) for call in reading.calls]


def after(sheet: Sheet, *said: str) -> Reading:
    """The reading of the last thing said, the others having been said and done before."""
    past: list[Past] = []
    for text in said[:-1]:
        reading = read(text, sheet, past)
        past.append(Past(text, reading.calls, reading.question))
    return read(said[-1], sheet, past)


@pytest.mark.parametrize(
    ("said", "tool", "args"),
    [
        ("make scene 3 darker", "look", {"scenes": "3", "brightness": -0.2}),
        ("the third scene is too dark", "look", {"scenes": "3", "brightness": 0.2}),
        ("scene 2 is not bright enough", "look", {"scenes": "2", "brightness": 0.2}),
        ("not so warm in s5", "look", {"scenes": "5", "warmth": -0.2}),
        ("a touch less contrast in the last two", "look", {"scenes": "5 and 6", "contrast": -0.1}),
        ("all but two darker", "look", {"scenes": "1, 3, 4, 5 and 6", "brightness": -0.2}),
        ("the storm should feel colder", "look", {"scenes": "3", "warmth": -0.2}),
        ("every night scene brighter", "look", {"scenes": "3 and 5", "brightness": 0.2}),
        ("make scene 3 drker", "look", {"scenes": "3", "brightness": -0.2}),
        ("the music drowns the voice", "music", {"by_db": -4.0}),
        ("no rain in scene 5", "sounds", {"scenes": "5", "remove": "rain"}),
        ("the narrator should slow down a bit", "voice", {"pace_by": -0.05}),
        ("put scene 5 before scene 2", "arrange", {"action": "move", "scenes": "5", "to": "before 2"}),
        ("call the film The Last Lamp", "film", {"title": "The Last Lamp"}),
        (
            "add a scene after 3 where Pip and Mara share bread",
            "add_scene",
            {"about": "Pip and Mara share bread", "after": "3"},
        ),
        ("undo", "versions", {"action": "undo", "steps": 1}),
        ("mach Szene 3 dunkler", "look", {"scenes": "3", "brightness": -0.2}),
        ("rends la scène 2 plus claire", "look", {"scenes": "2", "brightness": 0.2}),
        ("quita la lluvia de la escena 5", "sounds", {"scenes": "5", "remove": "rain"}),
        ("把第三场调暗一点", "look", {"scenes": "3", "brightness": -0.1}),
    ],
)
def test_one_wish_is_one_call(sheet: Sheet, said: str, tool: str, args: dict[str, Any]) -> None:
    assert calls(read(said, sheet)) == [(tool, args)]


def test_several_wishes_in_one_breath(sheet: Sheet) -> None:
    reading = read("slow the pan in 4 and drop the crowd, then make 2 darker and 3 brighter", sheet)
    assert [tool for tool, _ in calls(reading)] == ["camera", "sounds", "look", "look"]
    assert [args["scenes"] for _, args in calls(reading)] == ["4", "4", "2", "3"]


def test_numbers_mean_the_film_as_it_stands_now(sheet: Sheet) -> None:
    """After scene 2 is gone the storm is the second, but the person still calls it 3."""
    assert calls(read("delete scene 2 and make scene 3 darker", sheet))[1][1]["scenes"] == "2"


def test_what_is_to_stay_is_left_alone(sheet: Sheet) -> None:
    assert not read("don't change the music", sheet).calls
    assert calls(read("make everything darker but leave scene 3 alone", sheet)) == [
        ("look", {"scenes": "1, 2, 4, 5 and 6", "brightness": -0.2})
    ]


def test_a_scene_that_is_not_there(sheet: Sheet) -> None:
    reading = read("make scene 9 brighter", sheet)
    assert not reading.calls
    assert "no scene 9" in reading.words and "6 scenes" in reading.words


def test_unsure_asks_with_choices_and_an_answer_is_understood(sheet: Sheet) -> None:
    question = read("make the scene darker", sheet).question
    assert question and question.choices
    assert calls(after(sheet, "make the scene darker", "the third one")) == [("look", {"scenes": "3", "brightness": -0.2})]
    assert not after(sheet, "make the scene darker", "never mind").calls


def test_what_only_the_turn_before_explains(sheet: Sheet) -> None:
    darker = "make scene 3 darker"
    assert calls(after(sheet, darker, "even darker")) == [("look", {"scenes": "3", "brightness": -0.2})]
    assert calls(after(sheet, darker, "too much")) == [("look", {"scenes": "3", "brightness": 0.1})]
    assert calls(after(sheet, darker, "and the last one too")) == [("look", {"scenes": "6", "brightness": -0.2})]
    undo, again = after(sheet, darker, "no, the second one").calls
    assert undo == Call("versions", {"action": "undo", "steps": 1})
    assert again == Call("look", {"scenes": "2", "brightness": -0.2})


@pytest.mark.parametrize("said", ["how long is it?", "what happens in scene 2?", "why is scene 3 so dark?", "who is in it?"])
def test_questions_are_answered_and_change_nothing(sheet: Sheet, said: str) -> None:
    assert [tool for tool, _ in calls(read(said, sheet))] == ["show"]


@pytest.mark.parametrize(
    "said",
    [
        "hello",
        "thank you so much",
        "you are an idiot",
        "asdf qwer",
        "order me a pizza",
        "what's the weather in Paris?",
        "!!!",
        "🎬",
    ],
)
def test_small_talk_and_nonsense_change_nothing(sheet: Sheet, said: str) -> None:
    reading = read(said, sheet)
    assert not reading.calls and (reading.words or reading.question)


def test_an_unknown_language_is_said_so(sheet: Sheet) -> None:
    assert "English" in read("Сделай третью сцену темнее", sheet).words


def test_a_very_long_or_odd_utterance_is_survived(sheet: Sheet) -> None:
    assert not read("so " * 50_000, sheet).calls
    assert calls(read("make\x00 scene\u200b 3\x07 darker", sheet)) == [("look", {"scenes": "3", "brightness": -0.2})]


def test_a_film_begins_in_the_chat() -> None:
    none = Sheet()
    assert not read("make scene 3 darker", none).calls
    question = read("a film about a fox who steals the moon", none).question
    assert question and question.text.count("?") == 1
    drafted = after(none, "a film about a fox who steals the moon", "one minute, for children").calls[0]
    assert drafted.tool == "draft_film"
    assert drafted.args == {"premise": "a fox who steals the moon", "seconds": 60.0, "audience": "children"}
    assert read("a fox who steals the moon, just do it", none).calls[0].args["premise"] == "a fox who steals the moon"


def test_typing_errors_are_forgiven_and_ordinary_words_are_left_alone() -> None:
    assert corrected("brigther musci", frozenset()) == "brighter music"
    assert corrected("a form from the farm", frozenset()) == "a form from the farm"
    assert plain_words("don't make it twenty five") == "do not make it 25"


def test_the_bank_is_as_its_vectors_were_made() -> None:
    """Otherwise the first turn would take many seconds."""
    import numpy as np

    with np.load(WEIGHTS) as kept:
        assert str(kept["digest"]) == digest()
    assert len(phrasings()) >= 600


def chat(sheet_text: str, *messages: Any, tools: list[dict[str, Any]] | None = None) -> AIMessage:
    model = BuiltInDirector().bind_tools(tools) if tools else BuiltInDirector()
    answer = model.invoke([SystemMessage(sheet_text), *messages])
    assert isinstance(answer, AIMessage)
    return answer


def tool_named(name: str) -> dict[str, Any]:
    return {
        "type": "function",
        "function": {"name": name, "description": name, "parameters": {"type": "object", "properties": {}}},
    }


def test_as_a_chat_model_it_calls_tools_and_sums_up() -> None:
    text = film_sheet(Film.model_validate(json.loads(FILM.read_text(encoding="utf-8"))))
    said = HumanMessage("make scene 3 darker")
    answer = chat(text, said, tools=[tool_named("look")])
    assert [(c["name"], c["args"]) for c in answer.tool_calls] == [("look", {"scenes": "3", "brightness": -0.2})]
    done = ToolMessage("Scene 3: brightness -0.2.", tool_call_id=str(answer.tool_calls[0]["id"]))
    assert chat(text, said, answer, done).text == "Scene 3: brightness -0.2."
    then = chat(text, said, answer, done, AIMessage("Scene 3: brightness -0.2."), HumanMessage("same for scene 5"))
    assert then.tool_calls[0]["args"] == {"scenes": "5", "brightness": -0.2}


def test_a_sound_known_by_name_that_still_asks_ends_with_the_question() -> None:
    """A sentence is read again with another sound in its place once, whatever comes of it."""
    text = film_sheet(Film.model_validate(json.loads(FILM.read_text(encoding="utf-8"))))
    assert chat(text, HumanMessage("the cat noise thing, you know")).text


def test_a_question_carries_its_choices_and_streams_word_by_word() -> None:
    text = film_sheet(Film.model_validate(json.loads(FILM.read_text(encoding="utf-8"))))
    asked = chat(text, HumanMessage("make the scene darker"))
    assert asked.additional_kwargs["choices"][0].keys() == {"label", "tool", "args"}
    pieces = list(BuiltInDirector().stream([SystemMessage(text), HumanMessage("what can you do?")]))
    assert len(pieces) > 5


def test_structured_output_comes_as_one_forced_tool() -> None:
    schema = {
        "title": "Plan", "type": "object", "description": "a plan",
        "properties": {"calls": {"type": "array", "items": {"type": "object"}}, "say": {"type": "string"}},
    }  # fmt: skip
    text = film_sheet(Film.model_validate(json.loads(FILM.read_text(encoding="utf-8"))))
    plan = BuiltInDirector().with_structured_output(schema).invoke([SystemMessage(text), HumanMessage("make scene 3 darker")])
    assert isinstance(plan, dict) and plan["calls"][0]["tool"] == "look"
