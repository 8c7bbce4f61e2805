"""An engine without thread and network: its hub is filled by hand and what it is asked to do is kept."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from zlib import crc32

from PIL import Image, ImageDraw

from yubo_nb.api.models import decode_task
from yubo_nb.history import Mark
from yubo_nb.live.hub import Card, CardButton, Hub
from yubo_nb.widgets.base import Live

UUID = "3785da15-4f70-4034-9128-f3ff1ac634fa"
GRID_BUTTONS = (
    *(CardButton(f"MJ::JOB::upsample::{n}::{UUID}", f"U{n}", "", 2, "upscale") for n in range(1, 5)),
    CardButton(f"MJ::JOB::reroll::0::{UUID}::SOLO", "", "🔄", 2, "reroll"),
    *(CardButton(f"MJ::JOB::variation::{n}::{UUID}", f"V{n}", "", 2, "vary") for n in range(1, 5)),
)
SINGLE_BUTTONS = (
    CardButton(
        f"MJ::JOB::upsample_v7_2x_subtle::1::{UUID}::SOLO",
        "Upscale (Subtle)",
        "upscale_1",
        2,
        "upscale_subtle",
    ),
    CardButton(
        f"MJ::JOB::upsample_v7_2x_creative::1::{UUID}::SOLO",
        "Upscale (Creative)",
        "upscale_1",
        2,
        "upscale_creative",
    ),
    CardButton(f"MJ::JOB::low_variation::1::{UUID}::SOLO", "Vary (Subtle)", "🪄", 2, "vary_subtle"),
    CardButton(f"MJ::JOB::high_variation::1::{UUID}::SOLO", "Vary (Strong)", "🪄", 2, "vary_strong"),
    CardButton(f"MJ::Inpaint::1::{UUID}::SOLO", "Vary (Region)", "🖌️", 2, "vary_region"),
    CardButton(f"MJ::Outpaint::50::1::{UUID}::SOLO", "Zoom Out 2x", "🔍", 2, "zoom"),
    CardButton(f"MJ::Outpaint::75::1::{UUID}::SOLO", "Zoom Out 1.5x", "🔍", 2, "zoom"),
    CardButton(f"MJ::CustomZoom::{UUID}", "Custom Zoom", "🔍", 2, "custom_zoom"),
    *(
        CardButton(f"MJ::JOB::pan_{word}::1::{UUID}::SOLO", "", arrow, 2, "pan")
        for word, arrow in (("left", "⬅️"), ("right", "➡️"), ("up", "⬆️"), ("down", "⬇️"))
    ),
    CardButton(f"MJ::BOOKMARK::{UUID}", "", "❤️", 2, "bookmark"),
)


def picture(colour: str = "steelblue", size: tuple[int, int] = (320, 320), kind: str = "WEBP") -> bytes:
    """A grid of four, so that a quadrant can be told from another."""
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    w, h = size
    for x, y, shade in ((0, 0, 40), (1, 0, 90), (0, 1, 140), (1, 1, 190)):
        draw.ellipse(
            (x * w / 2 + w / 8, y * h / 2 + h / 8, (x + 1) * w / 2 - w / 8, (y + 1) * h / 2 - h / 8),
            fill=(255, shade, shade),
        )
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _colour(name: str) -> str:
    """One a picture: a page draws equal pictures once."""
    return f"hsl({crc32(name.encode()) % 360}, {30 + crc32(name.encode()[::-1]) % 50}%, 50%)"


def card(key: str = "a", **more: Any) -> Card:
    return Card(
        **{
            "key": key,
            "origin": "http://127.0.0.1:9000",
            "sandbox": True,
            "prompt": f"prompt of {key}",
            **more,
        }
    )


def finished(key: str = "a", **more: Any) -> Card:
    more = {
        "phase": "success",
        "status": "SUCCESS",
        "buttons": GRID_BUTTONS,
        "picture": f"full:{key}",
        **more,
    }
    times = {"submit_ms": 0, "finish_ms": 41_000}
    return card(key, task_id=f"17{key}", width=1024, height=1024, charged="yes", **{**times, **more})


class FakeHistory:
    """What a dialog keeps, in memory."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        self.intents: dict[str, Any] = {}
        self.masks: dict[str, bytes] = {}
        self.pictures = SimpleNamespace(original=lambda digest: (self.masks[digest], "image/png"))

    def note(self, name: str, value: str | None) -> None:
        if value is None:
            self.notes.pop(name, None)
        else:
            self.notes[name] = value

    def noted(self, name: str) -> str | None:
        return self.notes.get(name)

    def intent(self, intent_id: str) -> Any:
        return self.intents.get(intent_id)

    def intent_of(self, _origin: str, task_id: str) -> Any:
        return self.intents.get(task_id)

    def picture_of(self, _origin: str, task_id: str, _role: str) -> str | None:
        return task_id if task_id in self.masks else None

    def prompts(self, _origin: str, _most: int) -> list[str]:
        return []


class FakeEngine:
    origin = "http://127.0.0.1:9000"
    sandbox = True

    online = ""
    last_seen_ms = None
    prices: Mapping[str, float] = {"imagine": 0.1}

    def __init__(self, *cards: Card) -> None:
        self.hub = Hub()
        self.history = FakeHistory()
        self.tasks: dict[str, Any] = {}
        self.acts: list[tuple[str, str, str | None]] = []
        self.done: list[tuple[Any, ...]] = []
        self.tasks: dict[str, Any] = {}
        self.pictures: dict[str, bytes] = {}
        self.asked: list[tuple[str, int | None]] = []
        self.refusal: Exception | None = None
        self.errors: dict[str, Any] = {}
        self.history: Any = FakeHistory()
        for one in cards:
            self.hub.put(one)

    def call(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        return fn(*args)

    def post(self, fn: Callable[..., object], /, *args: Any) -> None:
        fn(*args)

    def act(self, key: str, custom_id: str, *, gesture: str | None = None) -> object:
        if self.refusal:
            raise self.refusal
        self.acts.append((key, custom_id, gesture))
        return SimpleNamespace(key=f"child of {key}")

    def _done(self, name: str, *args: Any) -> object:
        if self.refusal:
            raise self.refusal
        self.done.append((name, *args))
        return SimpleNamespace(key=f"made by {name}", said="Nothing was found.")

    def confirm(
        self, key: str, *, prompt: str | None = None, mask: str | None = None, gesture: str | None = None
    ) -> object:
        return self._done("confirm", key, prompt, mask)

    def look_again(self, key: str) -> None:
        self._done("look_again", key)

    def task(self, key: str) -> Any:
        return self.tasks.get(key)

    def error(self, key: str) -> Any:
        return self.errors.get(key)

    def look_for(self, intent_id: str, *, log: bool = False) -> Any:
        return self._done("look_for", intent_id)

    def peek(self, task_id: str) -> Any:
        self._done("peek", task_id)
        return decode_task({"id": task_id, "prompt": "a red fox", "status": "SUCCESS"})

    def adopt(self, intent_id: str, task_id: str) -> object:
        return self._done("adopt", intent_id, task_id)

    def leave(self, intent_id: str) -> object:
        return self._done("leave", intent_id)

    def send_again(self, intent_id: str, *, gesture: str | None = None) -> object:
        return self._done("send_again", intent_id)

    def children(self, key: str) -> tuple[str, ...]:
        return tuple(card.key for card in self.hub.cards() if card.parent == key)

    def mark(self, key: str, **said: Any) -> Mark:
        self._done("mark", key, said)
        shown = self.hub.get(key)
        assert shown is not None
        given = {name: value for name, value in said.items() if value is not None}
        mark = replace(shown.mark, **{**given, **({"rating": None} if given.get("rating") == 0 else {})})
        self.hub.put(replace(shown, mark=mark))
        return mark

    def retry(self, key: str, *, gesture: str | None = None) -> object:
        return self._done("retry", key)

    def stop_watching(self, key: str) -> None:
        self._done("stop_watching", key)

    def usual(self) -> dict[str, int]:
        return {}

    def picture(self, picture_id: str, size: int | None) -> tuple[bytes, str]:
        self.asked.append((picture_id, size))
        return self.pictures.get(picture_id) or picture(_colour(picture_id)), "image/webp"


class FakeMemory:
    """The drafts and past prompts of a relay, without a history."""

    name = "a relay"

    def __init__(self, draft: str = "", past: Sequence[str] = ()) -> None:
        self.text = draft
        self.prompts = list(past)

    def draft(self) -> str:
        return self.text

    def keep(self, text: str) -> None:
        self.text = text

    def past(self) -> list[str]:
        return self.prompts


def listen(board: Live) -> list[dict[str, Any]]:
    """Everything the board sends from now on, as (message with its buffers)."""
    sent: list[dict[str, Any]] = []

    def send(content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        sent.append({**content, "buffers": buffers or []})

    board.send = send  # type: ignore[method-assign]
    return sent


class FakeStudio:
    """A studio that keeps what it is asked for, as (what, its arguments)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self.refusal: Exception | None = None

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name not in {"imagine", "describe", "shorten", "blend", "swap_face", "video"}:
            raise AttributeError(name)

        def call(*args: Any, **more: Any) -> object:
            if self.refusal:
                raise self.refusal
            self.asked.append((name, args, more))
            return SimpleNamespace(key=f"made by {name}")

        return call
