"""Pictures inside requests: data URIs, bare base64, decoded with a bound and kept small."""

import base64
import binascii
import io
from typing import Any

from PIL import Image

_PIXELS = 64_000_000
_KEPT = 1024
_TYPES = frozenset({"PNG", "JPEG", "WEBP", "GIF"})


class UnreadableError(ValueError):
    """What was sent is no picture, or none that a relay would take."""


def opened(text: Any) -> Image.Image:
    """The picture in a data URI or in bare base64."""
    if not isinstance(text, str) or not text:
        raise UnreadableError("base64格式错误")
    body = text.split(",", 1)[1] if text.startswith("data:") and "," in text else text
    try:
        raw = base64.b64decode(body, validate=True)
        image = Image.open(io.BytesIO(raw))
        if image.format not in _TYPES or image.width * image.height > _PIXELS:
            raise UnreadableError("base64格式错误")
        image.load()
    except (binascii.Error, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableError("base64格式错误") from error
    return image


def kept_picture(text: Any) -> bytes:
    """A sent picture as it is remembered: RGB, at most 1024 pixels a side."""
    image = opened(text).convert("RGB")
    image.thumbnail((_KEPT, _KEPT))
    return _png(image)


def kept_mask(text: Any) -> tuple[bytes, tuple[int, int]]:
    """A sent mask, and its size; white is what is to be repainted."""
    image = opened(text)
    flat = Image.new("L", image.size, 0)
    flat.paste(image.convert("L"), mask=image.getchannel("A") if "A" in image.getbands() else None)
    return _png(flat.point([0] * 128 + [255] * 128)), image.size


def edit_mask(picture: Any, mask: Any) -> bytes:
    """What an edit may change: the mask's white, else whatever is transparent in the picture itself."""
    if mask:
        return kept_mask(mask)[0]
    image = opened(picture)
    if "A" not in image.getbands():
        return _png(Image.new("L", image.size, 255))
    return _png(image.getchannel("A").point([255] * 128 + [0] * 128))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
