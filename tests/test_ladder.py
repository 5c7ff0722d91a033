"""The ladder: whatever a model or its server does, the person gets the right calls or an honest sentence, no pretended edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agent.ladder import _claims
from memory.editing import UNCHANGED
from tests.small_studio import Talk, calls
from tests.wire import Reply, Request, Wire, call, failure, serving

ASK = "make scene 3 darker"
DARKER = [("look", {"scenes": "3", "brightness": -0.2})]
PLAN = '{"calls": [{"tool": "look", "args": {"scenes": "3", "brightness": -0.2}}], "say": "Scene 3 will be darker."}'
PRETENDED = Reply(text="I have made scene 3 darker for you!")


@pytest.fixture
def wire() -> Iterator[Wire]:
    with serving() as running:
        yield running


def in_prose(reply: Reply) -> Any:
    """A server that knows no tools: words to everything, but what `reply` says when a schema is asked for."""
    return lambda request: reply if "response_format" in request.body else PRETENDED


def test_a_question_is_answered_in_words(wire: Wire) -> None:
    wire.will(Reply(text="It plays at night."))
    answer = Talk(wire).say("when does it play?")
    assert (answer.text, calls(answer), answer.additional_kwargs["rung"]) == ("It plays at night.", [], 1)
    assert len(wire.requests) == 1


def test_arguments_that_are_no_json_are_told_back_once(wire: Wire) -> None:
    wire.will(Reply(calls=(("look", '{"scenes": "3", "brightness": -0.2'),)), call("look", scenes="3", brightness=-0.2))
    answer = Talk(wire).say(ASK)
    assert calls(answer) == DARKER
    again = wire.requests[1]
    assert "its arguments are not one complete JSON object" in again.said
    assert all("tool_calls" not in message for message in again.body["messages"]), "a broken call would break the template"
    assert again.body["stream"] is False


def test_arguments_that_stay_broken_lead_down_to_the_built_in_reading(wire: Wire) -> None:
    wire.will(otherwise=Reply(calls=(("look", '{"scenes": "3", "brightness": dark}'),), text="I've made it darker."))
    answer = Talk(wire).say(ASK)
    assert calls(answer) == DARKER
    assert answer.additional_kwargs["rung"] == 3
    assert answer.additional_kwargs["brain"] == "built-in director"
    assert answer.text == (
        "big at 127.0.0.1 twice asked for what the studio cannot do (look: its arguments are not one complete JSON object). "
        "The built-in director takes this turn."
    )


@pytest.mark.parametrize(("wrong", "told"), [
    (call("make_darker", scenes="3"), "there is no tool called 'make_darker'; the tools are look, narration"),
    (call("look", scenes="3", darkness=0.4), "it has no argument darkness; it has scenes, brightness, contrast"),
    (call("narration", scenes="3", how="louder"), "how: Input should be 'replace' or 'shorter'"),
    (call("look", brightness=-0.2), "scenes: Field required"),
])  # fmt: skip
def test_a_call_that_cannot_be_run_is_told_back(wire: Wire, wrong: Reply, told: str) -> None:
    wire.will(wrong, call("look", scenes="3", brightness=-0.2))
    assert calls(Talk(wire).say(ASK)) == DARKER
    assert told in wire.requests[1].said.replace('\\"', '"')


def test_one_broken_call_of_two_runs_neither_before_it_is_mended(wire: Wire) -> None:
    both = Reply(calls=(("look", {"scenes": "3", "brightness": -0.2}), ("narration", {"scenes": "2", "how": "shorter"})))
    wire.will(Reply(calls=(both.calls[0], ("narration", "{"))), both)
    assert len(calls(Talk(wire).say("darker 3, shorten 2"))) == 2


def test_numbers_where_words_are_wanted_are_understood(wire: Wire) -> None:
    wire.will(call("look", scenes=[1, 3], brightness="-0.2", contrast=None))
    assert calls(Talk(wire).say("1 and 3 darker")) == [("look", {"scenes": "1, 3", "brightness": -0.2})]


def test_a_refusal_is_passed_on_and_nothing_else_is_done(wire: Wire) -> None:
    """A stream's refusal is dropped by the client library; the person still hears it, and the built-in director obeys it."""
    wire.will(Reply(refusal="I can't help with that."))
    answer = Talk(wire).say(ASK)
    assert calls(answer) == []
    assert answer.text == f"big at 127.0.0.1 declined: I can't help with that. {UNCHANGED}"
    assert len(wire.requests) == 1


def test_a_content_filter_is_a_refusal(wire: Wire) -> None:
    wire.will(Reply(text="I have made", finish="content_filter"))
    answer = Talk(wire).say(ASK)
    assert answer.text == f"big at 127.0.0.1 declined: its content filter stopped the answer. {UNCHANGED}"


def test_prose_instead_of_calls_becomes_a_plan_by_schema(wire: Wire) -> None:
    wire.will(otherwise=in_prose(Reply(text=PLAN)))
    answer = Talk(wire).say(ASK)
    assert calls(answer) == DARKER
    assert answer.additional_kwargs["rung"] == 2
    assert "made" not in answer.text
    asked = wire.requests[1].body
    assert asked["response_format"]["type"] == "json_schema"
    assert "tools" not in asked
    names = [c["properties"]["tool"]["enum"] for c in
             asked["response_format"]["json_schema"]["schema"]["properties"]["calls"]["items"]["anyOf"]]  # fmt: skip
    assert names == [["look"], ["narration"]]


def test_a_server_that_knows_no_schema_is_asked_by_a_forced_call(wire: Wire) -> None:
    def server(request: Request) -> Reply:
        if "response_format" in request.body:
            return failure(500, "only text or json_object")
        if request.tools == ["plan"]:
            return Reply(calls=(("plan", PLAN),))
        return PRETENDED

    wire.will(otherwise=server)
    answer = Talk(wire, model_retries=0).say(ASK)
    assert calls(answer) == DARKER
    assert answer.additional_kwargs["rung"] == 2


@pytest.mark.parametrize("reply", [PRETENDED, failure(500, "grammar"), Reply(text="null"), Reply(text=PLAN[:50]),
                                   Reply(text='{"calls": [{"tool": "darken", "args": {}}], "say": "Done!"}')],
                         ids=["prose", "500", "null", "half", "a tool that there is not"])  # fmt: skip
def test_a_server_that_only_talks_leads_to_the_built_in_reading(wire: Wire, reply: Reply) -> None:
    wire.will(otherwise=in_prose(reply))
    answer = Talk(wire, model_retries=0).say(ASK)
    assert calls(answer) == DARKER
    assert answer.text == "big at 127.0.0.1 answered in words and called no tool. The built-in director takes this turn."


@pytest.mark.parametrize("words", ["registry.ollama.ai/library/x does not support tools", "tools param requires --jinja flag",
                                   '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser'])  # fmt: skip
@pytest.mark.parametrize("status", [400, 500])
def test_a_server_that_turns_tools_down_is_asked_for_a_plan(wire: Wire, words: str, status: int) -> None:
    wire.will(failure(status, words), Reply(text=PLAN))
    answer = Talk(wire).say(ASK)
    assert calls(answer) == DARKER
    assert len(wire.requests) == 2


def test_calls_written_out_as_text_are_calls(wire: Wire) -> None:
    wire.will(Reply(text='<tool_call>\n{"name": "look", "arguments": {"scenes": "3", "brightness": -0.2}}\n</tool_call>'))
    answer = Talk(wire).say(ASK)
    assert (calls(answer), answer.text) == (DARKER, "")
    assert len(wire.requests) == 1


def test_thinking_aloud_is_not_the_answer(wire: Wire) -> None:
    wire.will(Reply(text="<think>The person greets me. {}</think>\n\nHello!"))
    assert Talk(wire).say("hello").text == "Hello!"


def test_a_plan_with_words_round_it_is_a_plan(wire: Wire) -> None:
    wire.will(otherwise=in_prose(Reply(text=f"<think>hm</think>Here you are:\n```json\n{PLAN}\n```\nEnjoy!")))
    assert calls(Talk(wire).say(ASK)) == DARKER


def test_calls_quoted_inside_words_are_not_calls(wire: Wire) -> None:
    wire.will(Reply(text='You could send {"name": "look", "arguments": {"scenes": "3", "brightness": -0.2}}, for instance.'))
    assert calls(Talk(wire).say("how do I do it by hand?")) == []


def test_an_edit_that_nobody_can_read_is_never_said_to_be_done(wire: Wire) -> None:
    """The built-in director does not understand either: it asks, and the model's claim is not shown."""
    wire.will(otherwise=PRETENDED)
    answer = Talk(wire).say("give the third one a gloomier feeling")
    assert calls(answer) == []
    assert "made scene 3 darker" not in answer.text
    assert answer.text.endswith("I do not understand that. Which scene, and what should change?")


def test_a_claim_without_a_plan_is_corrected(wire: Wire) -> None:
    wire.will(otherwise=in_prose(Reply(text='{"calls": [], "say": "I have made it gloomier."}')))
    answer = Talk(wire).say("give the third one a gloomier feeling")
    assert (calls(answer), answer.text) == ([], UNCHANGED)


def test_a_model_that_sees_no_edit_where_one_is_read_leaves_it_to_the_person(wire: Wire) -> None:
    wire.will(otherwise=in_prose(Reply(text='{"calls": [], "say": "I like it, too."}')))
    answer = Talk(wire).say("you did well to make scene 3 darker")
    assert calls(answer) == []
    assert answer.additional_kwargs["rung"] == 4
    assert answer.text == f"I like it, too. {UNCHANGED} Did you mean this: look, scenes 3, brightness -0.2?"
    assert answer.additional_kwargs["choices"] == [
        {"label": "look, scenes 3, brightness -0.2", "tool": "look", "args": {"scenes": "3", "brightness": -0.2}}
    ]


def test_a_models_own_question_is_a_question(wire: Wire) -> None:
    wire.will(otherwise=in_prose(Reply(text='{"calls": [], "say": "How much darker?"}')))
    answer = Talk(wire).say(ASK)
    assert (answer.text, calls(answer), answer.additional_kwargs["rung"]) == ("How much darker?", [], 4)


def test_words_beside_a_call_do_not_run_ahead_of_it(wire: Wire) -> None:
    wire.will(Reply(text="Done! I have made scene 3 darker.", calls=(("look", {"scenes": "3", "brightness": -0.2}),)))
    answer = Talk(wire).say(ASK)
    assert (calls(answer), answer.text) == (DARKER, "")


def test_calls_that_were_announced_and_never_came(wire: Wire) -> None:
    wire.will(Reply(text="Let me see.", finish="tool_calls"), Reply(text=PLAN))
    assert calls(Talk(wire).say("darken the third one")) == DARKER


def test_pieces_without_numbers_are_asked_for_again_in_one_piece(wire: Wire) -> None:
    """Some servers leave out which call a piece belongs to; the client library then loses the calls."""
    wire.will(otherwise=lambda request: Reply(calls=(("look", {"scenes": "3", "brightness": -0.2}),), index=False)
              if "response_format" not in request.body else Reply(text=PLAN))  # fmt: skip
    assert calls(Talk(wire).say("darken the third one")) == DARKER


def test_after_the_studio_acted_the_model_sums_up(wire: Wire) -> None:
    wire.will(call("look", scenes="3", brightness=-0.2), Reply(text="Scene 3 is now darker."))
    talk = Talk(wire)
    talk.done(talk.say(ASK), "Scene 3: brightness -0.2.")
    assert talk.go_on().text == "Scene 3 is now darker."
    sent = wire.requests[1].body["messages"]
    assert sent[-1]["role"] == "tool"
    assert sent[-1]["tool_call_id"] == sent[-2]["tool_calls"][0]["id"]


@pytest.mark.parametrize("reply", [failure(401, "no"), in_prose(Reply(text=PLAN))], ids=["rung 3", "rung 2"])
def test_who_began_the_turn_below_ends_it_there(wire: Wire, reply: Any) -> None:
    """No second failure in one turn, and no plan made twice because the model does not know that it was carried out."""
    wire.will(otherwise=reply)
    talk = Talk(wire)
    first = talk.say(ASK)
    talk.done(first, "Scene 3: brightness -0.2.")
    before = len(wire.requests)
    last = talk.go_on()
    assert calls(last) == []
    assert last.text.endswith("Scene 3: brightness -0.2.")
    assert first.text in last.text
    assert len(wire.requests) == before
    talk.say("make scene 2 darker")
    assert len(wire.requests) > before, "the next turn begins at the top again"


def test_the_built_in_director_alone_needs_no_server() -> None:
    from agent.ladder import think
    from agent.models import Brain
    from tests.small_studio import TOOLS, TinyDirector

    talk = Talk(Wire())
    talk.brain = Brain("built-in director", TinyDirector(), built_in=True)
    answer = talk.say(ASK)
    assert (calls(answer), answer.text) == (DARKER, "")
    assert think(talk.brain, talk.messages[:-1], TOOLS, talk.meter).tool_calls[0]["id"] != answer.tool_calls[0]["id"]


@pytest.mark.parametrize("words", [
    "I've made scene 3 darker.", "I have now shortened the narration.", "Done!", "The brightness has been reduced.",
    "Scene 3 is now much darker.", "Ich habe Szene 3 abgedunkelt.", "J'ai assombri la scène 3.", "He oscurecido la escena 3.",
    "我已经把第三个场景调暗了。", "Szene 3 ist jetzt dunkler.",
])  # fmt: skip
def test_claims_are_heard(words: str) -> None:
    assert _claims(words)


@pytest.mark.parametrize("words", [
    "Scene 3 plays at night.", "I can make it darker. How much?", "The film has five scenes and lasts a minute.",
    "Mara has kept the lamp for forty years.", "Would you like scene 3 darker?", "Die Szene spielt nachts.",
])  # fmt: skip
def test_answers_are_not_taken_for_claims(words: str) -> None:
    assert not _claims(words)
