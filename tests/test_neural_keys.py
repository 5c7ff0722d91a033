"""Pictures by key, against a server on this machine that speaks the API: asked once, paid once, capped, and said beforehand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from agent.approvals import reason_to_ask
from memory.errors import EngineError, Refused
from memory.project import Project
from memory.takes import Take
from tests.at_easel import STILL, drawn, make, pixels, retouch, small
from tests.pictures_wire import Wire, by_key, images, silent_hub
from tools import orders
from tools.build import plan
from ui.cli import app
from ui.views import job_rows

OPENAI = "openai:gpt-image-1"
ROOT = Path(__file__).parents[1]


@pytest.fixture
def wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server that draws; a key, a cap of a dollar, and the licence agreed to."""
    with images() as server:
        by_key(monkeypatch, server.url, tmp_path)
        yield server


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """The papercut still of the same words."""
    return make("stills", "papercut", STILL, {}, tmp_path_factory.mktemp("layout"))


class TestContract:
    def test_a_still_has_the_films_size_and_is_paid_once(self, wire: Wire, tmp_path: Path) -> None:
        """Made again it is the same to the byte, from the answer that is kept; the take says what it cost."""
        first = make("stills", OPENAI, drawn(OPENAI), {}, tmp_path / "1")
        again = make("stills", OPENAI, drawn(OPENAI), {}, tmp_path / "2")
        assert first.main.read_bytes() == again.main.read_bytes()
        assert pixels(first).shape == (64, 96, 3)
        assert len(wire.asked) == 1 and wire.asked[0]["path"] == "/v1/images/generations"
        assert wire.asked[0]["headers"]["idempotency-key"] == first.data["order"]
        assert (first.data["cost"], first.data["model"], first.data["act"]) == (0.063, "gpt-image-1", "text")
        assert "red boat" in wire.asked[0]["prompt"] and wire.asked[0]["size"] == "1536x1024"

    def test_a_layout_and_a_retouch_are_edits(self, wire: Wire, layout: Take, tmp_path: Path) -> None:
        """A layout goes along as the picture, a retouch with its mask; outside the region nothing changes."""
        make("stills", OPENAI, drawn(OPENAI, change=0.5), {"layout": layout}, tmp_path / "1")
        painted = retouch(OPENAI, target="left", prompt="a red lamp")
        take = make("stills", OPENAI, painted, {"still": layout}, tmp_path / "2")
        assert [asked["path"] for asked in wire.asked] == ["/v1/images/edits"] * 2
        assert b'name="mask"' in wire.asked[1]["form"] and b'name="mask"' not in wire.asked[0]["form"]
        assert (pixels(take)[:, 80:] == pixels(layout)[:, 80:]).all()
        assert (pixels(take)[:, :20] != pixels(layout)[:, :20]).any()


class TestMoney:
    def test_a_crash_while_it_draws_is_never_paid_twice(self, wire: Wire, tmp_path: Path) -> None:
        """The line breaks after the order was sent: the next render does not send it, and says how to order it again."""
        wire.script = [(0, {})]
        with pytest.raises(EngineError, match="order is in doubt"):
            make("stills", OPENAI, drawn(OPENAI), {}, tmp_path)
        with pytest.raises(EngineError, match=r"may have been paid for \(\$0.063\).*onereel orders again") as doubt:
            make("stills", OPENAI, drawn(OPENAI), {}, tmp_path)
        assert len(wire.asked) == 1
        assert [order.state for order in orders.orders()] == ["sent"]
        said = CliRunner().invoke(app, ["orders", "again", str(doubt.value).split()[-1]])
        assert said.exit_code == 0
        make("stills", OPENAI, drawn(OPENAI), {}, tmp_path)
        assert len(wire.asked) == 2

    def test_the_order_is_on_the_disk_before_it_is_sent(self, wire: Wire, tmp_path: Path) -> None:
        """Whoever is asked finds it written down already."""
        seen: list[list[orders.Order]] = []

        def send(key: str) -> bytes:
            seen.append(orders.orders())
            return b"drawn"

        assert orders.ordered("k" * 64, "A picture", 0.1, send)[0] == b"drawn"
        assert [order.key for order in seen[0]] == ["k" * 64] and seen[0][0].state == "sent"
        assert orders.ordered("k" * 64, "A picture", 0.1, send)[0] == b"drawn" and len(seen) == 1

    def test_the_cap_holds(self, wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Two pictures for six cents each with a cap of ten: the second is refused, and nothing was sent."""
        monkeypatch.setenv("ONEREEL_SPEND_CAP", "0.1")
        make("stills", OPENAI, drawn(OPENAI), {}, tmp_path / "1")
        with pytest.raises(Refused, match=r"costs about \$0.063, and \$0.06 of this month's \$0.10 are spent.*spend_cap"):
            make("stills", OPENAI, drawn(OPENAI, seed=9), {}, tmp_path / "2")
        assert len(wire.asked) == 1

    def test_the_call_sheet_says_what_it_costs_and_the_render_is_asked_first(self, wire: Wire, tmp_path: Path) -> None:
        """Four pictures by key: each with its price on the sheet, and a question before the chat renders them."""
        project = Project.create(tmp_path / "film", small(stills=OPENAI), "drafted")
        rows = job_rows(plan(project.film, project.takes))
        assert [row["cost"] for row in rows if "cost" in row] == [0.063] * 4
        assert "about $0.25" in reason_to_ask(project.root, "render", {})
        assert not reason_to_ask(project.root, "render", {"only_plan": True})
        assert not reason_to_ask(Project.create(tmp_path / "plain", small(), "drafted").root, "render", {})
        refused = CliRunner().invoke(app, ["render", str(project.root), "--json"])
        assert refused.exit_code == 1 and not wire.asked


class TestFailing:
    def test_a_busy_server_is_asked_again_when_it_says(self, wire: Wire, tmp_path: Path) -> None:
        """Retry-After is waited out, and the picture comes; one order, one payment."""
        wire.script = [(429, {"Retry-After": "1.2"})]
        make("stills", OPENAI, drawn(OPENAI), {}, tmp_path)
        assert len(wire.asked) == 2 and wire.asked[1]["at"] - wire.asked[0]["at"] >= 1.2
        assert len(orders.orders()) == 1

    def test_a_wrong_key(self, wire: Wire, tmp_path: Path) -> None:
        """It is said, nothing is owed, and the same order may be sent with the right one."""
        wire.script = [(401, {})]
        with pytest.raises(EngineError, match=r"key was not accepted.*OPENAI_API_KEY"):
            make("stills", OPENAI, drawn(OPENAI), {}, tmp_path)
        assert not orders.orders()
        make("stills", OPENAI, drawn(OPENAI), {}, tmp_path)

    def test_no_key_and_nobody_there(self, wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a key nothing is asked; a server that is not there owes nothing."""
        monkeypatch.setenv("ONEREEL_IMAGES_BASE_URL", "http://127.0.0.1:9/v1")
        with pytest.raises(EngineError, match="cannot be reached"):
            make("stills", OPENAI, drawn(OPENAI), {}, tmp_path)
        assert not orders.orders()
        monkeypatch.delenv("OPENAI_API_KEY")
        monkeypatch.delenv("ONEREEL_IMAGES_BASE_URL")
        with pytest.raises(EngineError, match="no key for OpenAI's images"):
            make("stills", OPENAI, drawn(OPENAI), {}, tmp_path)


def test_models_are_listed_for_people_and_machines() -> None:
    """Every preset with what it makes, its licence and where that is to be read."""
    told = json.loads(CliRunner().invoke(app, ["models", "list", "--json"]).stdout)["models"]
    assert {"sdxl", "ltx", "musicgen-small", "audioldm2", "gpt-image-1"} <= {row["name"] for row in told}
    assert all(row["licence"] and row["terms"].startswith("https://") and not row["agreed"] for row in told)
    assert "Apache-2.0" in CliRunner().invoke(app, ["models", "list"]).stdout


def test_a_licence_is_agreed_to_before_weights_are_fetched() -> None:
    """The command shows it and stops with status 1."""
    done = CliRunner().invoke(app, ["models", "fetch", "sdxl"])
    assert done.exit_code == 1
    assert "OpenRAIL++-M" in str(done.exception) and "--agree" in str(done.exception)


def test_a_hub_that_hangs_is_left_with_a_sentence(tmp_path: Path) -> None:
    """The hub's own variables count; no answer within their patience is a sentence and status 1, not a wait without end."""
    with silent_hub() as url:
        env = {
            **os.environ,
            "HF_ENDPOINT": url,
            "HF_HOME": str(tmp_path),
            "HF_HUB_ETAG_TIMEOUT": "1",
            "HF_HUB_DOWNLOAD_TIMEOUT": "1",
        }
        command = [sys.executable, "-m", "ui", "models", "fetch", "musicgen-small", "--agree"]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 1
    assert "musicgen-small could not be fetched: the hub" in done.stderr
    assert "'score' would do" in " ".join(done.stderr.split())
