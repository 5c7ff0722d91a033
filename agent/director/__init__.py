"""The built-in director: reads what people say about their film, by rules and a small meaning model."""

from agent.director.frames import Call, Choice, Past, Question, Reading
from agent.director.model import BuiltInDirector
from agent.director.reading import read
from agent.director.sheet import Sheet

__all__ = ["BuiltInDirector", "Call", "Choice", "Past", "Question", "Reading", "Sheet", "read"]
