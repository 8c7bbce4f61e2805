"""Is this a clip that a browser plays? Judged by its first bytes and its boxes; nothing is decoded."""

import struct
from collections.abc import Iterator

from yubo_nb.api.errors import ImageRefused, PictureUnavailable
from yubo_nb.history.picture_check import MAX_BYTES
from yubo_nb.lang import say

CLIPS = {"video/mp4": ".mp4", "video/webm": ".webm"}
_INSIDE = {b"moov", b"trak"}
_MOST_BOXES = 10_000


def clip_type(data: bytes) -> str:
    """The media type by the first bytes; "" for what is no clip."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return "video/webm" if data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64] else ""


def check_clip(data: bytes) -> tuple[str, int, int]:
    """Media type, width and height (0 where they are not told). A cut MP4 is found out, a cut WebM is not.

    Raises ImageRefused (too large), PictureUnavailable (not whole).
    """
    kind = clip_type(data)
    if len(data) > MAX_BYTES:
        size = len(data) // 2**20
        raise ImageRefused(
            say(f"The clip has {size} MiB; at most 25 are taken.", f"视频有 {size} MiB，上限为 25 MiB。")
        )
    if kind != "video/mp4":
        return kind, 0, 0
    try:
        boxes = list(_boxes(data, 0, len(data)))
    except (struct.error, ValueError):
        boxes = []
    if not any(name == b"moov" for name, _ in boxes):
        raise PictureUnavailable(say("The clip is not whole.", "视频不完整。"))
    sizes = [body[-8:] for name, body in boxes if name == b"tkhd" and len(body) >= 84]
    for width, height in (struct.unpack(">II", size) for size in sizes):
        if width and height:  # the track of sound has none
            return kind, width >> 16, height >> 16
    return kind, 0, 0


def moves(data: bytes) -> bool:
    """A picture that is an animation: WebP with its flag, GIF with more than one frame."""
    if data[:4] == b"RIFF" and data[8:16] == b"WEBPVP8X":
        return len(data) > 20 and bool(data[20] & 2)
    return data.startswith(b"GIF8") and data.count(b"\x21\xf9\x04") > 1


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """The boxes from `at` to `end`, which they must fill exactly, and those inside of them that matter."""
    for _ in range(_MOST_BOXES):
        if at == end:
            return
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,), head = struct.unpack_from(">Q", data, at + 8), 16
        size = end - at if size == 0 else size
        if size < head or at + size > end:
            raise ValueError(name)
        yield name, data[at + head : at + size]
        if name in _INSIDE:
            yield from _boxes(data, at + head, at + size)
        at += size
    raise ValueError("too many boxes")
