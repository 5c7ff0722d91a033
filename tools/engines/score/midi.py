"""Standard MIDI files, written plainly: players, their notes and their controls in seconds become bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

PARTS_A_SECOND = 1920
"""Ticks in a second: 960 to the beat at 120 beats a minute."""
DRUMS = 9
CHANNELS = [channel for channel in range(16) if channel != DRUMS]


@dataclass(frozen=True)
class Struck:
    """A note as it is played: seconds of its beginning and end, pitch 0..127, force 1..127."""

    start: float
    end: float
    pitch: int
    force: int


@dataclass(frozen=True)
class Player:
    """One player: name, General MIDI program (-1 is the drum kit), its notes, and (second, controller, value) changes."""

    name: str
    program: int
    notes: Sequence[Struck]
    controls: Sequence[tuple[float, int, int]] = field(default=())


def file_bytes(players: Sequence[Player]) -> bytes:
    """A file of format 1 with one track a player; at most fifteen players beside the drums, ValueError for more."""
    melodic = [player for player in players if player.program >= 0]
    if len(melodic) > len(CHANNELS):
        raise ValueError(f"a MIDI file has {len(CHANNELS)} channels beside the drums, not {len(melodic)}")
    free = iter(CHANNELS)
    tempo = _track([(0, 0, b"\xff\x51\x03" + (500_000).to_bytes(3, "big"))])
    tracks = [tempo, *(_track(_events(player, DRUMS if player.program < 0 else next(free))) for player in players)]
    return b"MThd" + struct.pack(">IHHH", 6, 1, len(tracks), PARTS_A_SECOND // 2) + b"".join(tracks)


def _events(player: Player, channel: int) -> Iterable[tuple[int, int, bytes]]:
    """(tick, order within the tick, message): a key is let go before it is struck again."""
    name = player.name.encode()
    yield 0, 0, b"\xff\x03" + bytes([len(name)]) + name
    yield 0, 1, bytes([0xC0 | channel, max(player.program, 0)])
    for second, number, value in player.controls:
        yield _tick(second), 2, bytes([0xB0 | channel, number, value])
    for note in player.notes:
        yield _tick(note.end), 3, bytes([0x80 | channel, note.pitch, 0])
        yield _tick(note.start), 4, bytes([0x90 | channel, note.pitch, note.force])


def _tick(second: float) -> int:
    return max(round(second * PARTS_A_SECOND), 0)


def _track(events: Iterable[tuple[int, int, bytes]]) -> bytes:
    body, now = bytearray(), 0
    for tick, _, message in sorted(events):
        body += _length(tick - now) + message
        now = tick
    body += b"\x00\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(body)) + bytes(body)


def _length(value: int) -> bytes:
    """A number in groups of seven bits, all but the last marked."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(0x80 | (value & 0x7F))
    return bytes(reversed(groups))
