"""Orders that cost: written down before they are sent, answered once, kept, and never more in a month than the cap allows.

While it is unknown what became of an order it is not sent again. It lies in a folder of this machine as <key>.json, its
answer as <key>.answer; both are whole or not there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from memory.errors import EngineError, FilmError, Refused
from memory.files import held, make_folder, plainly, read_bounded, write_atomically
from tools.settings import load_settings

LARGEST = 64 * 2**20
"""Bytes that an answer may have."""
_PATIENCE = 900.0


class NotTakenError(FilmError):
    """A server said in so many words that it did not do what was ordered, so that nothing is owed."""


@dataclass(frozen=True)
class Order:
    """One thing that was ordered: what, for how many US dollars, when, and whether its answer is here."""

    key: str
    what: str
    price: float
    when: str
    state: Literal["sent", "answered"] = "sent"


Send = Callable[[str], bytes]
"""Sends an order under its key and returns the answer; raises NotTakenError when nothing is owed, else it is in doubt."""


def ordered(key: str, what: str, price: float, send: Send) -> tuple[bytes, Order]:
    """The answer to an order: the one that is here, or else by sending it, after it was written down.

    Refused when the month's cap would be passed; EngineError when it was sent before and no answer is known.
    """
    folder = load_settings().studio_dir / "orders"
    with plainly("Writing down an order"):
        make_folder(folder)
    busy = "The same order is being sent by another program. Wait for it, then render again."
    with held(folder / f".{key}.lock", _PATIENCE, busy, "Writing down an order"):
        order = _read(folder, key)
        if order is not None and order.state == "answered":
            return read_bounded(folder / f"{key}.answer", LARGEST), order
        if order is not None:
            raise EngineError(_in_doubt(order))
        order = _written_down(folder, Order(key, what, price, _now()))
        return _sent(folder, order, send), replace(order, state="answered")


def _sent(folder: Path, order: Order, send: Send) -> bytes:
    try:
        answer = send(order.key)
    except NotTakenError as error:
        (folder / f"{order.key}.json").unlink(missing_ok=True)
        raise EngineError(str(error)) from error
    with plainly("Keeping an answer that was paid for"):
        write_atomically(folder / f"{order.key}.answer", answer)
        _write(folder, replace(order, state="answered"))
    return answer


def _written_down(folder: Path, order: Order) -> Order:
    """Write an order down unless it passes the cap; orders in doubt count as spent."""
    cap = load_settings().spend_cap
    with held(folder / ".month.lock", _PATIENCE, "Another program is ordering. Try again.", "Writing down an order"):
        spent = sum(each.price for each in orders() if each.when[:7] == order.when[:7])
        if order.price > 0 and spent + order.price > cap + 1e-9:
            raise Refused(
                f"{order.what} costs about ${order.price:.3f}, and ${spent:.2f} of this month's ${cap:.2f} are spent. Nothing "
                "was ordered. Raise spend_cap in the settings (ONEREEL_SPEND_CAP), or choose an engine that costs nothing."
            )
        _write(folder, order)
    return order


def orders() -> list[Order]:
    """Every order that was sent from this machine, oldest first; what cannot be read is left out."""
    folder = load_settings().studio_dir / "orders"
    found = [_read(folder, path.stem) for path in folder.glob("[!.]*.json")]
    return sorted((order for order in found if order), key=lambda order: order.when)


def forget(key: str) -> Order:
    """Take an order in doubt out of the book, so that it may be sent again; FilmError for one that is not there or answered."""
    found = [order for order in orders() if order.key.startswith(key) and len(key) >= 6]
    if len(found) != 1 or found[0].state != "sent":
        raise FilmError(
            f"There is no order in doubt called {key[:64]!r}. `onereel orders list` shows them. Nothing was changed."
        )
    (load_settings().studio_dir / "orders" / f"{found[0].key}.json").unlink(missing_ok=True)
    return found[0]


def _read(folder: Path, key: str) -> Order | None:
    try:
        return Order(**json.loads((folder / f"{key}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(folder: Path, order: Order) -> None:
    with plainly("Writing down an order"):
        write_atomically(folder / f"{order.key}.json", json.dumps(asdict(order)).encode())


def _in_doubt(order: Order) -> str:
    return (
        f"{order.what} was ordered on {order.when} and no answer is known: it may have been paid for (${order.price:.3f}). It "
        f"was not ordered twice. To order it again all the same: onereel orders again {order.key[:12]}"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
