"""Asking an ONNX model for one more of its inner tensors, or bending one, by editing its bytes: no ONNX library is needed.

An ONNX file is a protobuf message (https://protobuf.dev/programming-guides/encoding/, onnx.proto3): field 7 of the model
is the graph; of the graph, field 1 is a node, 11 an input and 12 an output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

GRAPH, NODE, INPUT, OUTPUT, NAME = 7, 1, 11, 12, 1
_SCALAR = b"\x0a\x04\x08\x01\x12\x00"
"""TypeProto of a float32 without dimensions: field 1 (tensor) { field 1 (element type) = 1, field 2 (shape) = {} }."""


def with_output(model: bytes, tensor: str) -> bytes:
    """The model with `tensor` as its last output; ValueError when the bytes are not an ONNX model."""
    return _edited(model, lambda graph: graph + _field(OUTPUT, _field(NAME, tensor.encode())))


def with_bend(model: bytes, tensor: str) -> bytes:
    """The model with `tensor` bent by three new scalar inputs: x becomes x * max(x, bend_floor) ** bend_power * bend_gain.

    At power 0 and gain 1 every value stays as it is, bit by bit. ValueError when no node, or more than one, makes `tensor`.
    """
    raw, made = f"{tensor[:-1]}~", _field(2, tensor.encode())
    steps = (
        ("Max", (raw, "bend_floor"), "bend/high"),
        ("Pow", ("bend/high", "bend_power"), "bend/curve"),
        ("Mul", (raw, "bend/curve"), "bend/bent"),
        ("Mul", ("bend/bent", "bend_gain"), tensor),
    )
    inputs = (_field(NAME, name) + _field(2, _SCALAR) for name in (b"bend_floor", b"bend_power", b"bend_gain"))

    def bent(graph: bytes) -> bytes:
        if graph.count(made) != 1:
            raise ValueError(f"not a model in which one node makes {tensor}")
        graph = graph.replace(made, _field(2, raw.encode()))
        return graph + b"".join(_node(*step) for step in steps) + b"".join(_field(INPUT, each) for each in inputs)

    return _edited(model, bent)


def _node(kind: str, inputs: Sequence[str], output: str) -> bytes:
    read = b"".join(_field(1, name.encode()) for name in inputs)
    return _field(NODE, read + _field(2, output.encode()) + _field(3, f"bend/{output}".encode()) + _field(4, kind.encode()))


def _edited(model: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The model with its graph's bytes changed; ValueError when the bytes are not an ONNX model."""
    at, pieces, graphs = 0, [], 0
    while at < len(model):
        start = at
        key, at = _read(model, at)
        if key & 7 == 2:
            size, at = _read(model, at)
            at += size
        elif key & 7 == 0:
            _, at = _read(model, at)
        else:
            raise ValueError("not an ONNX model")
        piece = model[start:at]
        if key == GRAPH << 3 | 2:
            graphs += 1
            piece = _field(GRAPH, change(model[at - size : at]))
        pieces.append(piece)
    if graphs != 1 or at != len(model):
        raise ValueError("not an ONNX model")
    return b"".join(pieces)


def _read(data: bytes, at: int) -> tuple[int, int]:
    """A varint and the place after it."""
    value = shift = 0
    while at < len(data):
        value |= (data[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 128:
            return value, at
    raise ValueError("not an ONNX model")


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
