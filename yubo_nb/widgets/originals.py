"""The original of a picture, as a file for the person who looks at it."""

import io

from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.widgets.answer import File
from yubo_nb.widgets.names import file_name
from yubo_nb.widgets.scope import Source

_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}


def original(engine: Source, card: Card, part: int = 0) -> File:
    """The picture's own bytes; a quarter of a grid is cut out without a loss. Raises ValueError."""
    if not card.picture.startswith("full:"):
        raise ValueError(say("This task has no picture to keep.", "该任务没有可保存的图片。"))
    data, mime = engine.picture(card.picture, None)
    if part:
        data, mime = _quarter(data, part), "image/png"
    return File(f"{file_name(card, part)}.{_SUFFIX.get(mime, 'png')}", mime, data)


def _quarter(data: bytes, part: int) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as whole:
        width, height = whole.width // 2, whole.height // 2
        left, top = (part - 1) % 2 * width, (part - 1) // 2 * height
        out = io.BytesIO()
        whole.crop((left, top, left + width, top + height)).save(out, "PNG")
    return out.getvalue()
