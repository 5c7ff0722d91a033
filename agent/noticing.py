"""What a conversation tells of the person's taste: an edit that the next turn did not take back was kept."""

from __future__ import annotations

import logging
from pathlib import Path

from agent.runs import Run, Runs
from agent.turns import from_data
from memory.project import Project
from tools.settings import Settings

log = logging.getLogger(__name__)


def notice(root: Path, settings: Settings, runs: Runs, run: Run) -> None:
    """Remember that this turn left standing what the turn before had done; what is undone, the tool itself remembers.

    Once a turn, by its run's id. No trouble of the memory is one of the turn: it goes to the log.
    """
    try:
        turn = from_data(run.reply)
        last = next(filter(None, map(runs.find, runs.before(run)[:1])), None)
        if last is None or any(call.tool == "versions" for call in turn.calls):
            return
        kept = from_data(last.reply)
        if kept.changed and 0 < kept.began < kept.version == turn.began:
            _observe(root, settings, (kept.began, kept.version), f"{last.id}.kept")
    except Exception as error:
        log.info("The memory of taste was passed over: %s", error)


def _observe(root: Path, settings: Settings, versions: tuple[int, int], key: str) -> None:
    from tools.taste import film_name, observe

    project = Project.open(root)
    before, after = (project.at(version) for version in versions)
    observe(settings, before, after, False, film_name(root, project.film.title), key)
