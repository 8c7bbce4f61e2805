"""Pictures that a person gives to a call: checked when they come, kept as bytes that relays take."""

import base64
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yubo_nb.api.errors import ImageRefused, PictureUnavailable
from yubo_nb.api.pictures import MAX_BYTES, data_uri, is_url
from yubo_nb.history.picture_check import check_picture, open_picture
from yubo_nb.history.pictures import shrink
from yubo_nb.lang import say

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGE = 4 * 10**6  # a result above this becomes a JPEG: servers in front of relays cut off soon


@dataclass(frozen=True, slots=True)
class Given:
    """A picture as bytes of a type that relays take; or an `address`, for the relay to fetch."""

    name: str
    data: bytes = b""
    media_type: str = ""
    width: int = 0
    height: int = 0
    address: str = ""

    @property
    def content(self) -> bytes | str:
        """What a call is given."""
        return self.address or self.data

    def thumbnail(self, size: int) -> bytes:
        """WebP that fits into `size` × `size`."""
        return shrink(self.data, size)


def from_bytes(data: bytes, name: str) -> Given:
    """A picture from a browser, decoded whole. Raises ImageRefused, PictureUnavailable."""
    if len(data) > MAX_BYTES:
        raise ImageRefused(
            say(
                f"It has {len(data) / 2**20:.1f} MB; relays take at most 5.",
                f"文件有 {len(data) / 2**20:.1f} MB，中转站最多接受 5 MB。",
            )
        )
    return Given(name, data, *check_picture(data))


def from_python(picture: Any, name: str = "") -> Given:
    """An address, a path, bytes, a PIL image or an array. Raises InvalidRequest."""
    if is_url(picture):
        return Given(name or picture, address=picture)
    data = base64.b64decode(data_uri("picture", "picture", picture).partition(",")[2])
    if not name:
        path = isinstance(picture, str | Path) and not str(picture).startswith("data:")
        name = Path(picture).name if path else type(picture).__name__
    return Given(name[:200], data, *check_picture(data))


def from_result(data: bytes, name: str, quarter: int = 0) -> Given:
    """A picture that a task made, or a quarter of its grid (1 to 4), made small enough to be sent."""
    if quarter:
        data = _encoded(cut(open_picture(data), quarter))
    data = fitting(data)
    return Given(name[:200], data, *check_picture(data))


def cut(grid: "Image", quarter: int) -> "Image":
    """One of the four pictures of a grid, 1 to 4."""
    width, height = grid.width // 2, grid.height // 2
    left, top = (quarter - 1) % 2 * width, (quarter - 1) // 2 * height
    return grid.crop((left, top, left + width, top + height))


def fitting(data: bytes) -> bytes:
    """The same picture, as a JPEG where a relay would find it too large: results are PNGs of up to 25 MB."""
    return data if len(data) <= _LARGE else _encoded(open_picture(data), kind="JPEG")


def _encoded(image: "Image", kind: str = "PNG") -> bytes:
    out = BytesIO()
    try:
        (image if kind == "PNG" else image.convert("RGB")).save(out, kind, quality=92)
    except OSError as error:
        raise PictureUnavailable(say("The picture cannot be decoded.", "图片无法解码。")) from error
    return out.getvalue()
