"""The conversation as a graph: listen, think, act once a call, answer. What the nodes do is in agent/nodes.py."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agent.nodes import act, after_acting, after_thinking, answer, listen, think
from agent.state import Stage, State


def build_graph(saver: BaseCheckpointSaver[Any]) -> CompiledStateGraph[State, Stage, State, State]:
    """The graph with its checkpoints in `saver`. Run it with durability="sync": a call is stored before it is made."""
    graph = StateGraph(State, context_schema=Stage)
    graph.add_node("listen", listen)
    graph.add_node("think", think)
    graph.add_node("act", act)
    graph.add_node("answer", answer)
    graph.add_edge(START, "listen")
    graph.add_edge("listen", "think")
    graph.add_conditional_edges("think", after_thinking, ["act", "answer"])
    graph.add_conditional_edges("act", after_acting, ["act", "think", "answer"])
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=saver)
