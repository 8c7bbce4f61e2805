"""Is this a picture, and one that is safe to hold? Judged by its header before anything is decoded."""

import io
from typing import TYPE_CHECKING

from yubo_nb.api.errors import ImageRefused, PictureUnavailable
from yubo_nb.lang import say

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 25 * 2**20
MAX_PIXELS = 64 * 10**6
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif"}


def open_picture(data: bytes) -> "Image":
    """The picture with its header read and no pixel decoded.

    Only the formats of `MEDIA_TYPES` are tried: every other decoder of Pillow is kept away from bytes of
    strangers.
    Raises ImageRefused beyond the ceilings, PictureUnavailable for what is no such picture.
    """
    from PIL import Image

    if len(data) > MAX_BYTES:
        raise ImageRefused(
            say(
                f"The picture has {len(data) / 2**20:.0f} MiB; at most 25 are taken.",
                f"图片有 {len(data) / 2**20:.0f} MiB，上限为 25 MiB。",
            )
        )
    try:
        image = Image.open(io.BytesIO(data), formats=list(MEDIA_TYPES))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(str(error)) from error
    except Exception as error:
        raise _no_picture(data) from error
    width, height = image.size
    if not 0 < width * height <= MAX_PIXELS:
        raise _too_many_pixels(f"{width} × {height}")
    return image


def check_picture(data: bytes) -> tuple[str, int, int]:
    """Media type, width and height after decoding all of it: a cut file passes its header."""
    image = open_picture(data)
    try:
        image.load()
    except Exception as error:
        raise _no_picture(data) from error
    return MEDIA_TYPES[image.format or ""], image.width, image.height


def _too_many_pixels(size: str) -> ImageRefused:
    return ImageRefused(
        say(
            f"The picture is too large ({size}); at most 64 million pixels are taken.",
            f"图片过大（{size}），上限为 6400 万像素。",
        )
    )


def _no_picture(data: bytes) -> PictureUnavailable:
    start = data[:512].lstrip().lower()
    if not data:
        what = say("nothing", "空内容")
    elif start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        what = say("a web page", "一个网页")
    elif start.startswith((b"<?xml", b"<svg")):
        what = say("an SVG or XML text", "SVG 或 XML 文本")
    elif start.startswith((b"{", b"[")):
        what = say("JSON text", "JSON 文本")
    else:
        what = say("no whole picture", "不完整的图片")
    return PictureUnavailable(
        say(f"What came is {what} ({len(data)} bytes).", f"收到的是{what}（{len(data)} 字节）。")
    )
