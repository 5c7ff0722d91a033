"""Stills by key: OpenAI's images API, or any server that speaks it; over a layout, in a region, or from words alone.

What is ordered is written down before it is sent (`tools.orders`), so that no picture is paid for twice.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from memory.canonical import digest, file_digest
from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, StillRequest
from tools.engines.asked import DrawnRequest, RetouchRequest
from tools.engines.keyed import patient
from tools.engines.neural import gate, masks, words
from tools.models import Preset, resolve
from tools.orders import ordered
from tools.settings import Settings, load_settings

SIZES = ((1536, 1024), (1024, 1536), (1024, 1024))
"""Widths and heights that the API draws."""


class OpenAIImages:
    """Draws by OpenAI's images API; main file still.png at the size asked for.

    `data`: `model`, `licence`, `act`, `order` (its key in the book of orders), `cost` (US dollars, by the price list), `nsfw`.
    """

    @property
    def spec(self) -> EngineSpec:
        """What the engine says of itself; the classifier is on its list while the settings ask for it."""
        return EngineSpec(
            name="openai", version="1", role="stills", licence="OpenAI terms of use", credit="Pictures: by OpenAI's service",
            needs=("openai",), shelf=gate.shelf(),
            capabilities={"models": True, "layers": False, "acts": ("text", "layout", "paint", "expand"), "paid": True},
        )  # fmt: skip

    def ready(self, request: StillRequest) -> None:
        """Raise EngineError at once when there is neither a key nor a server to ask without one."""
        _key(load_settings())

    def __call__(self, request: StillRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Draw still.png; EngineError or Refused with a sentence when it was not drawn, or may already have been paid for."""
        if not isinstance(request, DrawnRequest):
            raise EngineError("This picture names no model. Nothing was ordered; render the film again.")
        settings, preset = load_settings(), resolve("stills", request.model.choice)
        made_of = {name: file_digest(take.main) for name, take in inputs.items()}
        key = digest({"request": request, "inputs": made_of, "at": _base(settings)})
        what = f"A picture by {preset.source}"
        answer, order = ordered(key, what, preset.price, lambda mark: _send(mark, request, inputs, (preset, settings)))
        picture = _opened(answer)
        fitted = masks.fitted(picture, (request.width, request.height))
        if isinstance(request, RetouchRequest):
            fitted = masks.kept_outside(fitted, request, inputs)
        judged = gate.admit([fitted], preset.name)
        fitted.save(folder / "still.png")
        data = {
            "model": preset.source, "licence": preset.licence, "act": _act(request, inputs), "order": key, "cost": order.price,
            "drawn": list(picture.size), **judged,
        }  # fmt: skip
        return Made(main="still.png", notes=(f"{what}: about ${order.price:.3f}",) if order.price else (), data=data)


def _act(request: DrawnRequest, inputs: Mapping[str, Take]) -> str:
    if isinstance(request, RetouchRequest):
        return request.what
    return "layout" if "layout" in inputs and request.change < 1 else "text"


def _base(settings: Settings) -> str:
    return settings.images_base_url or settings.openai_base_url


def _key(settings: Settings) -> str:
    if settings.openai_api_key is not None:
        return settings.openai_api_key.get_secret_value()
    if not _base(settings):
        raise EngineError("There is no key for OpenAI's images. The film is unchanged. Set OPENAI_API_KEY, or take 'papercut'.")
    return "none"


def _send(mark: str, request: DrawnRequest, inputs: Mapping[str, Take], how: tuple[Preset, Settings]) -> bytes:
    """Send one order and return the picture's bytes; a server that is busy is asked again when it says so."""
    import openai

    preset, settings = how
    client = openai.OpenAI(
        api_key=_key(settings), base_url=_base(settings) or None, timeout=settings.model_timeout, max_retries=0
    )
    return patient(
        lambda: _picture(_call(client, mark, request, inputs, preset)), settings.model_retries, _said, "the images server"
    )


def _call(client: Any, mark: str, request: DrawnRequest, inputs: Mapping[str, Take], preset: Preset) -> Any:
    size, act = _size(request.width, request.height), _act(request, inputs)
    common: dict[str, Any] = {
        "model": preset.source, "prompt": words.picture(request), "n": 1, "size": f"{size[0]}x{size[1]}",
        "quality": preset.quality or "auto", "extra_headers": {"Idempotency-Key": mark},
    }  # fmt: skip
    if isinstance(request, RetouchRequest):
        shown = masks.shown(request, inputs, size)
        image, hole = _png(shown["image"]), _png(_holed(shown["image"], shown["mask_image"]))
        common["prompt"] = words.change(request) or common["prompt"]
        return client.images.edit(image=("still.png", image, "image/png"), mask=("mask.png", hole, "image/png"), **common)
    if act == "layout":
        image = _png(masks.opened(inputs["layout"].main, size))
        common["prompt"] = f"Keep the composition of this picture and draw it anew: {common['prompt']}"
        return client.images.edit(image=("layout.png", image, "image/png"), **common)
    return client.images.generate(**common)


def _size(width: int, height: int) -> tuple[int, int]:
    """The size of the API's whose shape is nearest to the frame's."""
    return min(SIZES, key=lambda size: abs(size[0] / size[1] - width / height))


def _holed(picture: Any, mask: Any) -> Any:
    """The picture with nothing in it where it shall be painted, as the API wants its masks."""
    holed = picture.convert("RGBA")
    holed.putalpha(mask.point(lambda value: 255 - value))
    return holed


def _png(picture: Any) -> bytes:
    coded = io.BytesIO()
    picture.save(coded, format="PNG")
    return coded.getvalue()


def _picture(answer: Any) -> bytes:
    """The picture in an answer; one that came without is in doubt, since it may have been drawn."""
    first = answer.data[0] if getattr(answer, "data", None) else None
    coded = getattr(first, "b64_json", None)
    if not coded:
        raise EngineError("The server answered without a picture. It may count as drawn; see `onereel orders list`.")
    return base64.b64decode(coded)


def _opened(answer: bytes) -> Any:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(answer)) as picture:
            return picture.convert("RGB")
    except (OSError, ValueError) as error:
        raise EngineError(
            "What the server sent is no picture. It is kept with its order; see `onereel orders list`."
        ) from error


def _said(error: Any) -> str:
    """What a refusal of the server means for the person."""
    told = str(getattr(error, "message", error))[:240].rstrip(".")
    if error.status_code == 401:
        return (
            "The key was not accepted. Nothing was drawn or paid. Correct OPENAI_API_KEY, or draw with the embedded 'papercut'."
        )
    if error.status_code == 400 and "moderation" in told.lower():
        return f"The server refused these words: {told}. Nothing was drawn. Change the scene's words."
    return f"The server did not draw the picture ({error.status_code}: {told}). Nothing was kept; render again later."
