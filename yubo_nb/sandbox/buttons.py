"""The buttons under a finished task, and what a `customId` asks for."""

from dataclasses import dataclass
from typing import Any

Button = dict[str, Any]

_KEYCAPS = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣")


@dataclass(frozen=True, slots=True)
class Wish:
    """A decoded `customId`: the verb in our words, its index, its amount, and the action a gateway bills."""

    verb: str
    action: str
    index: int = 0
    amount: float = 0.0
    dialog: bool = False


def _button(custom_id: str | None, label: str = "", emoji: str = "", style: int = 2) -> Button:
    return {"customId": custom_id, "emoji": emoji, "label": label, "type": 2, "style": style}


def grid_buttons(mark: str) -> list[Button]:
    """U1-U4, reroll, V1-V4."""
    ups = [_button(f"MJ::JOB::upsample::{n}::{mark}", f"U{n}") for n in range(1, 5)]
    reroll = _button(f"MJ::JOB::reroll::0::{mark}::SOLO", emoji="🔄")
    vs = [_button(f"MJ::JOB::variation::{n}::{mark}", f"V{n}") for n in range(1, 5)]
    return [*ups, reroll, *vs]


def _upscales(version: str, mark: str) -> list[Button]:
    if version.startswith(("5", "niji 5")):
        return [
            _button(f"MJ::JOB::upsample_v5_{n}x::1::{mark}::SOLO", f"Upscale ({n}x)", "upscale_1")
            for n in (2, 4)
        ]
    family = "v6r1" if version == "6.1" else "v6" if version in {"6", "niji 6"} else "v7"
    return [
        _button(
            f"MJ::JOB::upsample_{family}_2x_{how}::1::{mark}::SOLO", f"Upscale ({how.title()})", "upscale_1"
        )
        for how in ("subtle", "creative")
    ]


def _varies(mark: str) -> list[Button]:
    return [
        _button(f"MJ::JOB::low_variation::1::{mark}::SOLO", "Vary (Subtle)", "🪄"),
        _button(f"MJ::JOB::high_variation::1::{mark}::SOLO", "Vary (Strong)", "🪄", style=1),
    ]


def _animates(mark: str) -> list[Button]:
    return [
        _button(f"MJ::JOB::animate_{how}::1::{mark}::SOLO", f"Animate ({how.title()} motion)", "🎞️")
        for how in ("high", "low")
    ]


def single_buttons(version: str, mark: str, *, square: bool) -> list[Button]:
    """What a single picture offers; `version` is "7", "6.1", "niji 6", ..."""
    old = version.split(".", maxsplit=1)[0] in {"1", "2", "3", "4"}
    new = version.split(".", maxsplit=1)[0] == "8"
    found: list[Button] = []
    if old:
        found += [_button(f"MJ::JOB::upsample_max::1::{mark}::SOLO", "Upscale to Max")]
        found += [_button(f"MJ::JOB::variation::1::{mark}::SOLO", "Make Variations")]
    else:
        found += [] if new else _upscales(version, mark)
        found += [*_varies(mark), _button(f"MJ::Inpaint::1::{mark}::SOLO", "Vary (Region)", "🖌️")]
    if not (old or new):
        found += [
            _button(f"MJ::Outpaint::50::1::{mark}::SOLO", "Zoom Out 2x", "🔍", style=1),
            _button(f"MJ::Outpaint::75::1::{mark}::SOLO", "Zoom Out 1.5x", "🔍"),
            _button(f"MJ::CustomZoom::{mark}", "Custom Zoom", "🔍"),
        ]
        if not square:
            found.append(_button(f"MJ::Outpaint::100::1::{mark}::SOLO", "Make Square", "↔️"))
        arrows = {"left": "⬅️", "right": "➡️", "up": "⬆️", "down": "⬇️"}
        found += [
            _button(f"MJ::JOB::pan_{way}::1::{mark}::SOLO", emoji=arrow) for way, arrow in arrows.items()
        ]
    if not old:
        found += _animates(mark)
    if new:
        found.append(_button(f"MJ::JOB::reroll::0::{mark}::SOLO", emoji="🔄"))
    return [*found, _button(f"MJ::BOOKMARK::{mark}", emoji="❤️")]


def upscaled_buttons(version: str, mark: str) -> list[Button]:
    """After a real upscale: redo, vary, animate, bookmark."""
    redo = [{**b, "label": f"Redo {b['label']}"} for b in _upscales(version, mark)]
    return [*redo, *_varies(mark), *_animates(mark), _button(f"MJ::BOOKMARK::{mark}", emoji="❤️")]


def describe_buttons(count: int = 4) -> list[Button]:
    """One keycap for each text, retry, imagine all."""
    picks = [_button(f"MJ::Job::PicReader::{n}", emoji=_KEYCAPS[n - 1]) for n in range(1, count + 1)]
    retry = _button("MJ::Picread::Retry", emoji="🔄")
    return [*picks, retry, _button("MJ::Job::PicReader::all", "Imagine all", "🎉")]


def shorten_buttons(count: int = 5) -> list[Button]:
    """One keycap for each short prompt."""
    return [_button(f"MJ::Job::PromptAnalyzer::{n}", emoji=_KEYCAPS[n - 1]) for n in range(1, count + 1)]


def video_buttons(mark: str) -> list[Button]:
    """Four clips to choose from."""
    picks = [_button(f"MJ::JOB::video_virtual_upscale::{n}::{mark}", f"U{n}") for n in range(1, 5)]
    return [*picks, _button(f"MJ::JOB::reroll::0::{mark}::SOLO", emoji="🔄")]


def clip_buttons(mark: str) -> list[Button]:
    """One clip, to be prolonged."""
    return [
        _button(f"MJ::JOB::animate_{how}_extend::1::{mark}", f"Extend ({how.title()} motion)")
        for how in ("high", "low")
    ]


def _index(parts: list[str], place: int) -> int:
    return int(parts[place]) if len(parts) > place and parts[place].isdecimal() else 0


def read_custom_id(custom_id: str) -> Wish | None:
    """What this button asks for; None for a word nobody in the family knows."""
    parts = custom_id.split("::")
    if len(parts) < 2 or parts[0] != "MJ":
        return None
    name = parts[2] if parts[1] == "JOB" and len(parts) > 2 else parts[1]
    index = _index(parts, 3)
    if name == "upsample":
        return Wish("pick", "UPSCALE", index)
    if name.startswith("upsample_"):
        return Wish(
            "creative" if name.endswith("creative") else "upscale",
            "UPSCALE",
            index,
            4 if "_4x" in name else 2,
        )
    if name.startswith("pan_"):
        return Wish(name, "PAN", index)
    if name == "Outpaint":
        amounts = {"50": 2.0, "75": 1.5, "100": 0.0}
        amount = amounts.get(parts[2] if len(parts) > 2 else "", 2.0)
        return Wish("zoom" if amount else "square", "ZOOM", 1, amount)
    if name == "Job" and len(parts) > 3:
        known = {"PicReader": "read", "PromptAnalyzer": "shortened"}
        verb = known.get(parts[2])
        if verb and parts[3] == "all":
            return Wish("read_all", "IMAGINE")
        return Wish(verb, "IMAGINE", index, dialog=True) if verb else None
    if name.startswith("animate_"):
        return Wish(
            "extend" if name.endswith("_extend") else "animate",
            "VIDEO",
            index,
            2.0 if "high" in name else 1.0,
        )
    table = {
        "variation": Wish("vary", "VARIATION", index, 0.45),
        "low_variation": Wish("vary", "LOW_VARIATION", index, 0.16),
        "high_variation": Wish("vary", "HIGH_VARIATION", index, 0.75),
        "reroll": Wish("reroll", "REROLL"),
        "Inpaint": Wish("region", "INPAINT", 1, dialog=True),
        "CustomZoom": Wish("custom_zoom", "CUSTOM_ZOOM", 1, dialog=True),
        "Picread": Wish("read_again", "DESCRIBE"),
        "BOOKMARK": Wish("bookmark", "ACTION"),
        "video_virtual_upscale": Wish("pick_clip", "UPSCALE", index),
    }
    return table.get(name)


def known_to_gateway(custom_id: str) -> bool:
    """Whether an unmodified new-api can tell what to bill; everything else it refuses."""
    wish = read_custom_id(custom_id)
    return wish is not None and wish.verb in _GATEWAY_VERBS


_GATEWAY_VERBS = frozenset(
    [
        "pick",
        "upscale",
        "creative",
        "vary",
        "reroll",
        "zoom",
        "square",
        "region",
        "custom_zoom",
        "pan_left",
        "pan_right",
        "pan_up",
        "pan_down",
    ]
)
