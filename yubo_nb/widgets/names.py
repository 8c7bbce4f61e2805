"""What a button does, in words, from its verb: the label of a server may say anything."""

import re
from collections.abc import Sequence

from yubo_nb.lang import say
from yubo_nb.live.hub import Card, CardButton

_EMOJI_NAME = re.compile(r"[\w:~+-]*")  # `upscale_1` is the name of a Discord emoji, not a character
_NUMBERED = re.compile(r"::(\d)(?:::|$)")
_ROW = 5  # what the relay's own screen has in a row
_FAMILY = {
    "upscale": "upscale",
    "upscale_subtle": "upscale",
    "upscale_creative": "upscale",
    "upscale_2x": "upscale",
    "upscale_4x": "upscale",
    "vary": "vary",
    "vary_subtle": "vary",
    "vary_strong": "vary",
    "vary_region": "vary",
    "zoom": "zoom",
    "custom_zoom": "zoom",
    "make_square": "zoom",
    "pan": "pan",
    "animate": "animate",
}


def picture_mark(emoji: str) -> str:
    """The emoji if it is one; an emoji *name* is no picture and is left out."""
    return "" if emoji.isascii() and _EMOJI_NAME.fullmatch(emoji) else emoji[:8]


def button_name(button: CardButton) -> str:
    """`U2: Upscale 2`: read aloud by a screen reader and shown on hover.

    What is seen is part of it, for people who speak to their computer say what they see.
    """
    words = _words(button)
    seen = button.label.strip()
    if not seen:
        return words
    return seen if _bare(seen) == _bare(words) else f"{seen}: {words}"


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower().replace("×", "x") if letter.isalnum())


def _words(button: CardButton) -> str:
    found = _NUMBERED.search(button.custom_id)
    number = found.group(1) if found else ""
    match button.verb:
        case "upscale":
            return say(f"Upscale {number}", f"放大第 {number} 张").strip()
        case "vary":
            return say(f"Vary {number}", f"变换第 {number} 张").strip()
        case "pick_prompt":
            return say(f"Use prompt {number}", f"使用第 {number} 条描述").strip()
        case "shorten_pick":
            return say(f"Use short prompt {number}", f"使用第 {number} 条精简提示").strip()
        case "zoom":
            times = "1.5" if "::75::" in button.custom_id else "2"
            return say(f"Zoom out {times}×", f"缩小 {times}×")
        case "pan":
            return _pan(button.custom_id)
        case "animate":
            if "low" in button.custom_id:
                return say("Animate, low motion", "生成视频（低动态）")
            return say("Animate, high motion", "生成视频（高动态）")
        case verb:
            en, zh = _NAMES.get(verb, ("", ""))
            return say(en, zh) or button.label or button.emoji or button.custom_id


def _pan(custom_id: str) -> str:
    for word, zh in (("left", "左"), ("right", "右"), ("up", "上"), ("down", "下")):
        if f"pan_{word}" in custom_id or f"{word}_pan" in custom_id:
            return say(f"Pan {word}", f"向{zh}平移")
    return say("Pan", "平移")


_NAMES = {
    "vary_subtle": ("Vary, subtle", "微调"),
    "vary_strong": ("Vary, strong", "大幅变换"),
    "vary_region": ("Vary, region", "局部重绘"),
    "reroll": ("Make it again", "重新生成"),
    "custom_zoom": ("Custom zoom", "自定义缩放"),
    "make_square": ("Make square", "变为方形"),
    "upscale_subtle": ("Upscale, subtle", "放大（保真）"),
    "upscale_creative": ("Upscale, creative", "放大（创意）"),
    "upscale_2x": ("Upscale 2×", "放大 2×"),
    "upscale_4x": ("Upscale 4×", "放大 4×"),
    "bookmark": ("Bookmark", "收藏"),
    "describe_retry": ("Describe again", "重新描述"),
    "imagine_all": ("Imagine all", "全部生成"),
}


def file_name(card: Card, part: int = 0) -> str:
    """For a file with this picture: of an id nothing but letters and digits, whatever the server sent."""
    name = re.sub(r"[^0-9A-Za-z]", "", card.task_id or card.key)[:40] or "picture"
    return f"yubo-{name}-{part}" if part else f"yubo-{name}"


def row_breaks(buttons: Sequence[CardButton]) -> list[int]:
    """The row of each button: at most five, a new one for another kind of act; reroll and ❤️ join in."""
    rows: list[int] = []
    row, filled, family = 0, 0, ""
    for button in buttons:
        kind = _FAMILY.get(button.verb, "")
        if filled == _ROW or (filled and kind and family and kind != family):
            row, filled, family = row + 1, 0, ""
        rows.append(row)
        filled += 1
        family = kind or family
    return rows
