"""Pictures on their way to a relay: anything that is one becomes the text the relay wants, checked first.

Reference pictures travel as data URIs with their true type (novicezk requires it), masks as bare base64 of an
opaque black and white PNG (trueai strips one prefix and no other).
"""

import base64
import binascii
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from yubo_nb.api.checks import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

MAX_BYTES = 5 * 2**20  # a picture; servers in front of relays cut off between 4 and 5 MB
MAX_BODY = 20 * 2**20  # all pictures of a request together, as text
MAX_PIXELS = 64 * 10**6
_BASE64_STARTS = (
    "data:",
    "iVBORw0KGgo",
    "/9j/",
    "UklGR",
    "R0lGOD",
)  # PNG, JPEG, WebP, GIF; else a text is a path
_JPEG_ABOVE = 4 * 10**6  # our own encoding switches from PNG to JPEG above this
_INVERTED_ABOVE = 0.9  # nobody repaints this much of a picture on purpose; 20–50 % is the rule of thumb
_GREY_BELOW = 0.02  # the share of in-between pixels that anti-aliased edges may have


def is_url(picture: object) -> bool:
    """An http(s) address: it goes in front of a prompt as it is and must be fetched for everything else."""
    return isinstance(picture, str) and picture.lower().startswith(("http://", "https://"))


def media_type(data: bytes) -> str | None:
    """The type by its first bytes, of the four that relays take; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/gif" if data.startswith((b"GIF87a", b"GIF89a")) else None


def data_uri(endpoint: str, field: str, picture: Any) -> str:
    """A picture as `data:<type>;base64,…`.

    Takes bytes, a path, a PIL image, an array (height × width, × 3 or 4), a data URI or bare base64. HEIC,
    AVIF, BMP and the like are converted where Pillow can read them. Raises InvalidRequest when it is
    unreadable, above 5 MB or 64 Mpx, or an http address (fetch that with a PictureClient first; `Client`
    does).
    """
    if is_url(picture):
        raise refuse(
            endpoint,
            field,
            "is an address; download the picture first and pass its bytes.",
            "是网址；请先下载图片再传入其内容。",
        )
    data = _bytes_of(endpoint, field, picture)
    image = _opened(endpoint, field, data) if data is not None else _image_of(endpoint, field, picture)
    if data is None or media_type(data) is None:
        data = _encoded(image)
    if len(data) > MAX_BYTES:
        size = len(data) / 2**20
        raise refuse(
            endpoint,
            field,
            f"is {size:.1f} MB, relays take 5; make it smaller or save it as JPEG.",
            f"有 {size:.1f} MB，中转站最多接受 5 MB；请缩小或存为 JPEG。",
        )
    return f"data:{media_type(data)};base64,{base64.b64encode(data).decode()}"


def mask_base64(
    endpoint: str,
    mask: Any,
    *,
    size: tuple[int, int] | None = None,
    invert: bool = False,
    field: str = "mask",
) -> str:
    """A mask as bare base64 PNG: white is repainted, black stays, nothing in between, no transparency.

    Takes what `data_uri` takes, and boolean arrays where True is repainted; transparent pixels stay. `size`
    is the width and height of the picture the mask is for, which it must match. `invert` turns a mask drawn
    the other way round. Raises InvalidRequest for a mask that is empty, everything, grey, of another size, or
    most likely inverted.
    """
    data = _bytes_of(endpoint, field, mask)
    image = _opened(endpoint, field, data) if data is not None else _image_of(endpoint, field, mask)
    if size is not None and image.size != tuple(size):
        have, want = f"{image.width}x{image.height}", f"{size[0]}x{size[1]}"
        raise refuse(
            endpoint,
            field,
            f"is {have}, the picture is {want}; resize the mask.",
            f"尺寸为 {have}，图片为 {want}；请调整蒙版尺寸。",
        )
    grey = _over_black(image)
    counts = grey.histogram()
    total = sum(counts)
    if sum(counts[24:232]) > _GREY_BELOW * total:
        raise refuse(
            endpoint,
            field,
            "has grey or coloured areas; paint pure white on black.",
            "含有灰色或彩色区域；请用纯白画在纯黑上。",
        )
    white = sum(counts[128:]) / total
    white = 1 - white if invert else white
    if white == 0:
        raise refuse(
            endpoint, field, "is all black: paint what to redraw white.", "全黑：请把要重绘的部分涂白。"
        )
    if white > _INVERTED_ABOVE:
        raise refuse(
            endpoint,
            field,
            f"is {white:.0%} white, and white gets redrawn; it looks inverted (invert=True turns it).",
            f"有 {white:.0%} 为白色，而白色是要重绘的部分；看起来画反了（invert=True 可反转）。",
        )
    low, high = (255, 0) if invert else (0, 255)
    flat = grey.point([low] * 128 + [high] * 128).convert("RGB")
    return base64.b64encode(_png(flat)).decode()


def many(endpoint: str, field: str, images: Any, low: int, high: int) -> list[Any]:
    """Several pictures as a list; one alone is a list of one. Their number is checked."""
    several = isinstance(images, list | tuple)
    found = list(cast("Sequence[Any]", images)) if several else [images]
    if not low <= len(found) <= high:
        raise refuse(
            endpoint,
            field,
            f"holds {len(found)} pictures, {low} to {high} are needed.",
            f"有 {len(found)} 张图片，需要 {low} 到 {high} 张。",
        )
    return found


def cut_out(endpoint: str, picture: Any, mask: str) -> str:
    """The picture as a data URI with the white part of a mask (as `mask_base64` made it) transparent."""
    data = _bytes_of(endpoint, "image", picture)
    image = _opened(endpoint, "image", data) if data is not None else _image_of(endpoint, "image", picture)
    hole = _opened(endpoint, "mask", base64.b64decode(mask)).convert("L")
    if hole.size != image.size:
        raise refuse(
            endpoint,
            "mask",
            f"is {hole.width}x{hole.height}, the picture is {image.width}x{image.height}; resize the mask.",
            f"尺寸为 {hole.width}x{hole.height}，图片为 {image.width}x{image.height}；请调整蒙版尺寸。",
        )
    image = image.convert("RGBA")
    image.putalpha(hole.point([255 - value for value in range(256)]))
    return data_uri(endpoint, "image", image)


def fits(endpoint: str, field: str, encoded: list[str]) -> list[str]:
    """The pictures of one request, refused when they are too much together."""
    if (size := sum(map(len, encoded))) > MAX_BODY:
        raise refuse(
            endpoint,
            field,
            f"makes a request of {size / 2**20:.0f} MB, relays take 20; send fewer or smaller pictures.",
            f"请求将有 {size / 2**20:.0f} MB，中转站最多接受 20 MB；请减少或缩小图片。",
        )
    return encoded


def _bytes_of(endpoint: str, field: str, picture: Any) -> bytes | None:
    """The file's bytes where there is a file; None for images and arrays."""
    if isinstance(picture, bytes | bytearray):
        return bytes(picture)
    if isinstance(picture, Path):
        return _read(endpoint, field, picture)
    if not isinstance(picture, str):
        return None
    if picture.startswith(_BASE64_STARTS) or len(picture) > 1024:
        return _unbase64(endpoint, field, picture)
    return _read(endpoint, field, Path(picture).expanduser())


def _read(endpoint: str, field: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise refuse(
            endpoint, field, f"cannot read {path}: {reason}.", f"无法读取 {path}：{reason}。"
        ) from None


def _unbase64(endpoint: str, field: str, value: str) -> bytes:
    head, comma, body = value.partition(",") if value.startswith("data:") else ("", "", value)
    if not comma and head:
        body = ""
    try:
        return base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        raise refuse(endpoint, field, "is no readable base64.", "不是有效的 base64。") from None


def _opened(endpoint: str, field: str, data: bytes) -> "Image":
    """A whole, decoded picture of a bearable size."""
    from PIL import Image as Images

    try:
        image = Images.open(io.BytesIO(data))
        width, height = image.size
        if width * height <= MAX_PIXELS:
            image.load()
    except Images.DecompressionBombError:
        width, height, image = 0, MAX_PIXELS, None
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError):
        raise refuse(endpoint, field, "is no readable picture.", "不是可读取的图片。") from None
    if image is None or width * height > MAX_PIXELS:
        raise refuse(
            endpoint, field, "has more than 64 million pixels; make it smaller.", "超过 6400 万像素；请缩小。"
        )
    return image


def _image_of(endpoint: str, field: str, picture: Any) -> "Image":
    from PIL import Image as Images

    if isinstance(picture, Images.Image):
        image = picture
    elif hasattr(picture, "__array__") or hasattr(picture, "__array_interface__"):
        image = _from_array(endpoint, field, picture)
    else:
        kind = type(picture).__name__
        raise refuse(
            endpoint,
            field,
            f"{kind} is no picture; pass bytes, a path, an image or an array.",
            f"{kind} 不是图片；请传入字节、路径、图片或数组。",
        )
    if not 0 < image.width * image.height <= MAX_PIXELS:
        raise refuse(endpoint, field, "must have 1 to 64 million pixels.", "像素数须在 1 到 6400 万之间。")
    return image


def _from_array(endpoint: str, field: str, picture: Any) -> "Image":
    """Booleans and floats of 0…1 are scaled to 0…255; anything but 8-bit, bool or float is refused."""
    import numpy as np
    from PIL import Image as Images

    array = cast("Any", np.asarray(picture))
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    shaped = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in {3, 4})
    if (
        array.dtype.kind == "f"
        and shaped
        and array.size
        and float(np.nanmin(array)) >= 0
        and float(np.nanmax(array)) <= 1
    ):
        array = np.rint(np.nan_to_num(array) * 255)
    elif array.dtype.kind == "b":
        array = array * 255
    elif array.dtype != np.uint8:
        shaped = False
    if not shaped or not array.size:
        raise refuse(
            endpoint,
            field,
            f"an array {array.shape} of {array.dtype} is no picture; use height x width (x 3) of uint8.",
            f"形状 {array.shape}、类型 {array.dtype} 的数组不是图片；请用 高 x 宽（x 3）的 uint8。",
        )
    return Images.fromarray(np.ascontiguousarray(array.astype(np.uint8)))


def _over_black(image: "Image") -> "Image":
    """Grey values with transparency taken as black."""
    from PIL import Image as Images

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Images.new("RGBA", layer.size, (0, 0, 0, 255))
        image.alpha_composite(layer)
    return image.convert("L")


def _encoded(image: "Image") -> bytes:
    """PNG; JPEG where that would be too big and nothing is transparent."""
    if image.mode not in {"RGB", "RGBA", "L", "LA"}:
        image = image.convert("RGBA" if "A" in image.mode or "transparency" in image.info else "RGB")
    data = _png(image)
    if len(data) > _JPEG_ABOVE and "A" not in image.mode:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=92)
        data = buffer.getvalue()
    return data


def _png(image: "Image") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
