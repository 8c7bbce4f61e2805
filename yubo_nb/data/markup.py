"""Texts and pictures of others as HTML that needs nothing and does nothing: no script, no network."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from html import escape
from io import BytesIO

from yubo_nb.data.lineage import difference
from yubo_nb.lang import language, say

ALT = 1_000  # characters of a prompt that a screen reader is given
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # and what turns text around
_FLAG = re.compile(r"--[a-z]{1,20}\b", re.IGNORECASE)
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff，。]")  # stands without blanks
_KEPT = 32  # characters of an unchanged stretch that stay on each side of a change


def plain(text: str, limit: int) -> str:
    """Server text for the screen: no terminal codes, no control or text-turning characters, bounded."""
    if len(text) <= limit and text.isprintable():
        return text
    return _CONTROL.sub("", _ANSI.sub("", text[: limit * 2]))[:limit]


def short(text: str, length: int) -> str:
    """On one line, cut with an ellipsis."""
    line = " ".join(plain(text, length * 2).split())
    return line if len(line) <= length else f"{line[:length].rstrip()}…"


def safe(text: str, *, attribute: bool = False) -> str:
    """Escaped for HTML; `$` and backslash stand apart, so that no notebook typesets the text as a formula."""
    escaped = escape(text)
    return escaped if attribute else escaped.replace("\\", "<span>\\</span>").replace("$", "<span>$</span>")


def prompt(text: str, limit: int) -> str:
    """A prompt as an element of its own: it may be written from right to left."""
    shown = plain(text, limit) + ("…" if len(text) > limit else "")
    return f'<bdi style="overflow-wrap:anywhere">{_whole(safe(shown))}</bdi>'


def _whole(text: str) -> str:
    """A line does not end between the dashes of a parameter."""
    return _FLAG.sub(r'<span style="white-space:nowrap">\g<0></span>', text)


def changed(before: str, after: str, limit: int) -> str:
    """A prompt beside the one it was made from: what went and what came, with a little around it."""
    drawn = end = ""
    pieces = difference(plain(before, limit * 4), plain(after, limit * 4))
    for place, (kind, text) in enumerate(pieces):
        shown = text
        if kind == "same":
            first, last = place == 0, place == len(pieces) - 1
            shown = _middle(text, 0 if first else _KEPT, 0 if last else _KEPT)
        elif len(text) > limit:
            shown = f"{text[:limit]}…"
        tag = {"gone": "del", "new": "ins"}.get(kind)
        words = _whole(safe(shown))
        close = not end or shown[:1] in ",，" or (_WIDE.fullmatch(end) and _WIDE.match(shown))
        drawn += ("" if close else " ") + (f"<{tag}>{words}</{tag}>" if tag else words)
        end = shown[-1:]
    return f'<bdi style="overflow-wrap:anywhere">{drawn}</bdi>'


def _middle(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail + 3:
        return text
    before, after = text[:head], text[len(text) - tail :]  # cut at a blank, where there is one
    return f"{before.rpartition(' ')[0] or before} … {after.partition(' ')[2] or after}".strip()


def image_type(data: bytes) -> str:
    """The media type by the first bytes, whatever anybody called it; "" for none that a page may show."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def duration(ms: float) -> str:
    """Seconds, or minutes and seconds."""
    seconds = max(0, round(ms / 1000))
    if seconds < 60:
        return say(f"{seconds} s", f"{seconds} 秒")
    return say(f"{seconds // 60}:{seconds % 60:02} min", f"{seconds // 60} 分 {seconds % 60:02} 秒")


def lang() -> str:
    """The language of our own words, for the attribute `lang`."""
    return "zh-CN" if language() == "zh" else "en"


class Sheet:
    """What the pictures of one page are drawn with. The same picture is drawn once.

    `beside` gives, by key, the HTML of what a task brought besides its picture; "" where that is nothing.
    """

    def __init__(
        self, fetch: Callable[[str, int], bytes], beside: Callable[[str], str] = lambda _key: ""
    ) -> None:
        self._fetch = fetch
        self.beside = beside
        self._drawn: dict[bytes, str] = {}
        self.length = 0
        """Characters of pictures so far."""

    def picture(
        self,
        name: str,
        width: int,
        *,
        alt: str,
        label: str = "",
        shown: int = 0,
        style: str = "",
        part: int = 0,
    ) -> tuple[str, str]:
        """An `<img>` of at most `width` pixels, or "" and the sentence that stands in its place.

        `label` is what a later copy of the same picture points back to; `shown` the width on the page; `part`
        a quarter of a grid of four.
        """
        try:
            data = self.fetch(name, width, part)
        except Exception as error:  # noqa: BLE001 - the page is more than one picture: the reason stands in its place
            return "", str(error) or type(error).__name__
        if not image_type(data):
            return "", say("The picture is missing.", "图片缺失。")
        digest = hashlib.sha256(data).digest()
        if digest in self._drawn:
            same = self._drawn[digest]
            return "", say(f"The same picture as {same}.", f"与 {same} 相同的图片。")
        self._drawn[digest] = label or say("above", "上文")
        return self.draw(data, alt=alt, shown=shown, style=style), ""

    def fetch(self, name: str, width: int, part: int = 0) -> bytes:
        """A picture or a quarter of it, of about this width. Raises what fetching raises."""
        return quarter(self._fetch(name, width * 2), part) if part else self._fetch(name, width)

    def draw(self, data: bytes, *, alt: str, shown: int = 0, style: str = "") -> str:
        """The `<img>` of a picture that is known to be one."""
        size = f' width="{shown}"' if shown else ""
        look = f' style="{style}"' if style else ""
        words = safe(plain(alt, ALT), attribute=True)
        source = f"data:{image_type(data)};base64,{b64encode(data).decode()}"
        drawn = f'<img{size} alt="{words}" src="{source}"{look}>'
        self.length += len(drawn)
        return drawn


def quarter(data: bytes, part: int) -> bytes:
    """One of the four pictures of a grid, as WebP: 1 and 2 above, 3 and 4 below."""
    from PIL import Image

    with Image.open(BytesIO(data)) as whole:
        width, height = whole.width // 2, whole.height // 2
        left, top = (part - 1) % 2 * width, (part - 1) // 2 * height
        out = BytesIO()
        whole.convert("RGB").crop((left, top, left + width, top + height)).save(out, "WEBP", quality=80)
    return out.getvalue()
