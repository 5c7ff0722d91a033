"""The wire to a big model, spoken for real with a server on this machine: streams, refusals, and all that breaks on the way."""

from __future__ import annotations

import json
import logging
import pickle
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from agent.cost import Limits, Meter
from agent.models import choose_brain
from agent.wire import trouble_of
from memory.errors import FilmError
from tests.small_studio import KEY, Talk, calls
from tests.wire import Reply, Wire, call, failure, serving
from tools.settings import Settings, load_settings

DARKER = [("look", {"scenes": "3", "brightness": -0.2})]
ASK = "make scene 3 darker"


@pytest.fixture
def wire() -> Iterator[Wire]:
    with serving() as running:
        yield running


def test_a_call_that_comes_in_pieces_is_one_call(wire: Wire) -> None:
    wire.will(Reply(calls=(("look", {"scenes": "3", "brightness": -0.4}),), pieces=9))
    answer = Talk(wire).say("make the third one much darker")
    assert calls(answer) == [("look", {"scenes": "3", "brightness": -0.4})]
    request = wire.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["stream"] is True
    assert request.tools == ["look", "narration"]
    assert request.body["model"] == "big"


def test_two_calls_side_by_side_stay_in_order(wire: Wire) -> None:
    wire.will(
        Reply(calls=(("narration", {"scenes": "2", "how": "shorter"}), ("look", {"scenes": "1", "contrast": 0.2})), pieces=4)
    )
    answer = Talk(wire).say("shorten 2 and give 1 more contrast")
    assert calls(answer) == [("narration", {"scenes": "2", "how": "shorter"}), ("look", {"scenes": "1", "contrast": 0.2})]


def test_a_servers_ids_are_not_trusted(wire: Wire) -> None:
    """A server that says call_0 in every turn would have its second edit taken for the first, done already."""
    wire.will(otherwise=call("look", scenes="3", brightness=-0.2))
    talk = Talk(wire)
    first = talk.say(ASK)
    talk.done(first, "Scene 3 is darker.")
    second = talk.say("again, scene 3 darker")
    ids = [c["id"] for c in (*first.tool_calls, *second.tool_calls)]
    assert len(set(ids)) == 2
    assert not any(str(i).startswith("call_") for i in ids)


def test_words_come_one_by_one_where_the_graph_streams_messages(wire: Wire) -> None:
    from langgraph.graph import END, START, MessagesState, StateGraph

    wire.will(Reply(text="It is about a lamp that went out."))
    talk = Talk(wire)

    def node(state: MessagesState) -> dict[str, list[AIMessage]]:
        talk.messages = list(state["messages"])
        return {"messages": [talk.go_on()]}

    graph = StateGraph(MessagesState)
    graph.add_node("think", node)
    graph.add_edge(START, "think")
    graph.add_edge("think", END)
    asked = {"messages": [HumanMessage("what is it about?")]}
    seen = [str(m.text) for m, _ in graph.compile().stream(asked, stream_mode="messages")]  # type: ignore[arg-type, misc]
    assert len([piece for piece in seen if piece]) > 5
    assert "".join(seen) == "It is about a lamp that went out."


def test_tokens_are_counted_as_the_server_counts_them(wire: Wire) -> None:
    wire.will(Reply(text="A lamp.", usage={"prompt_tokens": 700, "completion_tokens": 30, "total_tokens": 730}))
    talk = Talk(wire, model_price_in=2, model_price_out=10)
    answer = talk.say("what is it about?")
    assert wire.requests[0].body["stream_options"] == {"include_usage": True}
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["total_tokens"] == 730
    assert talk.meter.sentence() == "730 tokens this turn (about 0.0017), 730 for this film (about 0.0017)."


def test_tokens_are_estimated_where_the_server_counts_none(wire: Wire) -> None:
    wire.will(Reply(text="A lamp.", usage=None))
    talk = Talk(wire)
    talk.say("what is it about?")
    assert 100 < talk.meter.turn < 1000


def test_a_server_that_does_not_know_stream_options_is_asked_without(wire: Wire) -> None:
    wire.will(failure(400, "Unrecognized request argument supplied: stream_options"), Reply(text="A lamp."))
    assert Talk(wire, model_retries=0).say("what is it about?").text == "A lamp."
    assert "stream_options" not in wire.requests[1].body


def test_retry_after_is_honoured(wire: Wire) -> None:
    wire.will(failure(429, "Rate limit reached", Retry_After="1"), call("look", scenes="3", brightness=-0.2))
    assert calls(Talk(wire).say(ASK)) == DARKER
    first, second = wire.requests
    assert 0.95 < second.at - first.at < 3


def test_a_wait_longer_than_the_time_limit_is_not_waited_for(wire: Wire) -> None:
    wire.will(otherwise=failure(429, "Rate limit reached", Retry_After="300"))
    began = time.monotonic()
    answer = Talk(wire).say(ASK)
    assert time.monotonic() - began < 5
    assert calls(answer) == DARKER
    assert (
        "takes no more requests just now (429) and asks to wait 300 seconds. The built-in director takes this turn."
        in answer.text
    )
    assert len(wire.requests) == 1


def test_an_account_without_quota_is_not_asked_again(wire: Wire) -> None:
    wire.will(otherwise=failure(429, "You exceeded your current quota", "insufficient_quota", "insufficient_quota"))
    answer = Talk(wire).say(ASK)
    assert "has no quota left" in answer.text
    assert len(wire.requests) == 1


def test_a_server_in_trouble_is_asked_again(wire: Wire) -> None:
    wire.will(failure(503, "overloaded"), call("look", scenes="3", brightness=-0.2))
    assert calls(Talk(wire).say(ASK)) == DARKER


def test_a_wrong_key_is_named_and_never_shown(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wire.will(otherwise=failure(401, f"Incorrect API key provided: {KEY}. Find yours at ...", "invalid_api_key"))
    talk = Talk(wire)
    answer = talk.say(ASK)
    assert "check OPENAI_API_KEY" in answer.text
    assert len(wire.requests) == 1
    for shown in (answer.text, str(answer), repr(talk.brain), repr(talk.settings), str(talk.settings), caplog.text):
        assert KEY not in shown
    assert KEY.encode() not in pickle.dumps(answer)


def test_a_server_that_echoes_the_key_is_not_quoted(wire: Wire) -> None:
    wire.will(otherwise=failure(400, f"bad header: Bearer {KEY}"))
    answer = Talk(wire).say(ASK)
    assert KEY not in answer.text
    assert 'bad header: Bearer ***"' in answer.text


def test_a_model_that_is_not_there_names_the_settings(wire: Wire) -> None:
    wire.will(otherwise=failure(404, "model 'big' not found"))
    assert "check ONEREEL_MODEL and OPENAI_BASE_URL" in Talk(wire).say(ASK).text
    assert len(wire.requests) == 1


def test_silence_ends_at_the_time_limit(wire: Wire) -> None:
    wire.will(otherwise=Reply(text="too late", hang=20))
    began = time.monotonic()
    answer = Talk(wire, model_timeout=0.6).say(ASK)
    assert time.monotonic() - began < 4
    assert calls(answer) == DARKER
    assert "did not answer within 0.6 seconds (ONEREEL_MODEL_TIMEOUT)" in answer.text


def test_an_endless_trickle_ends_at_the_time_limit(wire: Wire) -> None:
    """Each piece comes in time; all together never end."""
    wire.will(otherwise=Reply(text="word " * 200, drip=0.2))
    began = time.monotonic()
    answer = Talk(wire, model_timeout=1).say("what is it about?")
    assert time.monotonic() - began < 5
    assert "did not answer within 1 seconds" in answer.text


@pytest.mark.parametrize("broken", [Reply(calls=(("look", {"scenes": "3", "brightness": -0.25}),), drop=4),
                                    Reply(calls=(("look", '{"scenes": "3", "brightness": -0.2'),), finish=None)],
                         ids=["connection dropped", "stream stops early"])  # fmt: skip
def test_half_an_answer_is_no_answer(wire: Wire, broken: Reply) -> None:
    """LangChain would complete the half JSON to an edit that nobody asked for."""
    wire.will(broken, call("look", scenes="3", brightness=-0.2))
    assert calls(Talk(wire).say(ASK)) == DARKER
    assert len(wire.requests) == 2


def test_a_line_that_always_breaks_leads_to_the_built_in_reading(wire: Wire) -> None:
    wire.will(otherwise=Reply(text="I have made scene three darker", drop=3))
    answer = Talk(wire, model_retries=1).say(ASK)
    assert calls(answer) == DARKER
    assert answer.text.endswith("broke off in the middle of its answer. The built-in director takes this turn.")
    assert len(wire.requests) == 2


@pytest.mark.parametrize("odd", [Reply(choices=False), Reply(raw="<html>proxy error</html>"), Reply(raw='data: {"oops\n\n'),
                                 Reply(raw='data: {"error": {"message": "worker died"}}\n\n')],
                         ids=["empty choices", "a web page", "broken JSON", "an error in the stream"])  # fmt: skip
def test_what_is_no_completion_is_tried_again_and_then_given_up(wire: Wire, odd: Reply) -> None:
    wire.will(otherwise=odd)
    answer = Talk(wire, model_retries=1).say(ASK)
    assert calls(answer) == DARKER
    assert "The built-in director takes this turn." in answer.text


def test_no_server_at_all() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        empty = Wire()
        empty.url = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
        talk = Talk(empty, model_retries=0)
        answer = talk.say(ASK)
    assert calls(answer) == DARKER
    assert "cannot be reached: check that the server runs, and OPENAI_BASE_URL" in answer.text
    assert talk.meter.turn == 0


def test_a_long_conversation_is_shortened_once(wire: Wire) -> None:
    long = failure(400, "This model's maximum context length is 8192 tokens", "context_length_exceeded")
    wire.will(Reply(text="One."), Reply(text="Two."), Reply(text="Three."), long, call("look", scenes="3", brightness=-0.2))
    talk = Talk(wire)
    for words in ("first question", "second question", "third question"):
        talk.say(words)
    answer = talk.say(ASK)
    assert calls(answer) == DARKER
    assert answer.text == "The older half of the conversation was left out, since the model cannot hold all of it."
    assert "first question" in wire.requests[3].said
    assert "first question" not in wire.requests[4].said
    assert "<film>" in wire.requests[4].said
    assert ASK in wire.requests[4].said


@pytest.mark.parametrize("words", ["the request exceeds the available context size", "Context size has been exceeded.",
                                   "This model's maximum context length is 8192 tokens"])  # fmt: skip
def test_a_conversation_that_never_fits_leads_to_the_built_in_reading(wire: Wire, words: str) -> None:
    wire.will(otherwise=failure(400, words, 400))
    answer = Talk(wire).say(ASK)
    assert calls(answer) == DARKER
    assert "is longer than big at 127.0.0.1 can hold" in answer.text
    assert len(wire.requests) == 1


def test_no_request_leaves_past_the_cap_of_a_turn(wire: Wire) -> None:
    wire.will(otherwise=Reply(text="A lamp."))
    answer = Talk(wire, Limits(tokens_a_turn=20)).say(ASK)
    assert wire.requests == []
    assert calls(answer) == DARKER
    assert "The limit of 20 tokens a turn would be passed (ONEREEL_MODEL_TOKENS_A_TURN)" in answer.text
    assert answer.usage_metadata is None


def test_the_cap_of_a_film_outlasts_the_process(wire: Wire, tmp_path: Path) -> None:
    wire.will(otherwise=Reply(text="A lamp.", usage={"prompt_tokens": 900, "completion_tokens": 50, "total_tokens": 950}))
    for _ in range(2):
        talk = Talk(wire)
        talk.meter = Meter(Limits(tokens_a_film=1000), tmp_path / "conversation" / "tokens.json")
        answer = talk.say("what is it about?")
    assert len(wire.requests) == 1
    assert "The limit of 1,000 tokens for this film would be passed (ONEREEL_MODEL_TOKENS_A_FILM): 950 are used" in answer.text


def test_an_answer_without_end_is_cut_off_at_the_cap(wire: Wire) -> None:
    wire.will(otherwise=Reply(text="blah " * 2000, usage=None))
    talk = Talk(wire, Limits(tokens_a_turn=1000))
    answer = talk.say("what is it about?")
    assert "went past the limit of tokens and was cut off" in answer.text
    assert len(wire.requests) == 1
    assert talk.meter.turn < 2500


def test_models_that_take_tools_by_the_newer_wire_only(wire: Wire) -> None:
    """At OpenAI itself langchain-openai sends some models to /v1/responses; the ladder reads those streams as well."""
    arguments = '{"scenes": "3", "brightness": -0.2}'
    item = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "look", "status": "completed"}
    response = {"id": "resp_1", "object": "response", "created_at": 1, "model": "gpt-6-sol", "parallel_tool_calls": True,
                "tool_choice": "auto", "tools": [], "metadata": {}}  # fmt: skip
    usage = {"input_tokens": 70, "output_tokens": 7, "total_tokens": 77, "input_tokens_details": {"cached_tokens": 0},
             "output_tokens_details": {"reasoning_tokens": 0}}  # fmt: skip
    place = {"output_index": 0, "item_id": "fc_1"}
    stream: list[dict[str, Any]] = [
        {"type": "response.created", "response": {**response, "status": "in_progress", "output": []}},
        {"type": "response.output_item.added", "output_index": 0, "item": {**item, "arguments": "", "status": "in_progress"}},
        {"type": "response.function_call_arguments.delta", **place, "delta": arguments[:12]},
        {"type": "response.function_call_arguments.delta", **place, "delta": arguments[12:]},
        {"type": "response.output_item.done", "output_index": 0, "item": {**item, "arguments": arguments}},
        {"type": "response.completed",
         "response": {**response, "status": "completed", "output": [{**item, "arguments": arguments}], "usage": usage}},
    ]  # fmt: skip
    events = (f"event: {e['type']}\ndata: {json.dumps({**e, 'sequence_number': n})}\n\n" for n, e in enumerate(stream))
    wire.will(Reply(raw="".join(events)))
    talk = Talk(wire)
    talk.brain = replace(talk.brain, model=talk.brain.model.model_copy(update={"use_responses_api": True}))
    assert calls(talk.say(ASK)) == DARKER
    assert wire.requests[0].path == "/v1/responses"
    assert talk.meter.turn == 77


def test_a_date_in_retry_after_is_understood(wire: Wire) -> None:
    class Response:
        headers = {"retry-after": "Wed, 21 Oct 2099 07:28:00 GMT"}  # noqa: RUF012

    error = RuntimeError("busy")
    error.status_code, error.response = 429, Response()  # type: ignore[attr-defined]
    assert (trouble_of(error, Talk(wire).brain).wait or 0) > 1e9


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, "built-in director"),
        ({"OPENAI_API_KEY": ""}, "built-in director"),
        ({"OPENAI_API_KEY": KEY, "ONEREEL_MODEL": "built-in"}, "built-in director"),
        ({"OPENAI_API_KEY": KEY}, "gpt-5.4-mini at api.openai.com"),
        ({"OPENAI_API_KEY": KEY, "ONEREEL_MODEL": "gpt-9"}, "gpt-9 at api.openai.com"),
        ({"OPENAI_BASE_URL": "http://user:pw@localhost:11434/v1", "ONEREEL_MODEL": "qwen"}, "qwen at localhost"),
    ],
)
def test_which_brain_the_environment_asks_for(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], name: str) -> None:
    for each in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ONEREEL_MODEL"):
        monkeypatch.delenv(each, raising=False)
    for each, value in variables.items():
        monkeypatch.setenv(each, value)
    brain = choose_brain(load_settings())
    assert brain.name == name
    assert brain.built_in == (name == "built-in director")
    assert KEY not in repr(brain)
    assert "pw" not in repr(brain)


def test_a_model_without_a_place_says_what_is_missing() -> None:
    brain = choose_brain(Settings(openai_api_key=None, openai_base_url="", model="gpt-9"))
    assert brain.built_in
    assert brain.note == "ONEREEL_MODEL names gpt-9, but neither OPENAI_API_KEY nor OPENAI_BASE_URL says where it is."


@pytest.mark.parametrize(("variable", "value"), [("OPENAI_BASE_URL", "localhost:11434"), ("ONEREEL_MODEL_TIMEOUT", "-3"),
                                                 ("OPENAI_API_KEY", "sk-geheim\u2011schlüssel")])  # fmt: skip
def test_a_wrong_setting_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(FilmError) as told:
        load_settings()
    assert f"in the variable {variable}" in str(told.value)
    assert "geheim" not in f"{told.value} {told.value.__cause__}"
