"""One task as the relay describes it. Reading never fails on odd types, and nothing it says is dropped."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, cast

import msgspec

from yubo_nb.api.buttons import Button, decode_buttons
from yubo_nb.api.wire import dumps, integer, loads, mapping, milliseconds, sequence, text

Phase = Literal["queued", "running", "modal", "success", "failure", "cancelled", "unknown"]

_PHASES: dict[str, Phase] = {
    "NOT_START": "queued",
    "SUBMITTED": "queued",
    "PENDING": "queued",
    "IN_PROGRESS": "running",
    "PROCESSING": "running",
    "MODAL": "modal",
    "SUCCESS": "success",
    "FAILURE": "failure",
    "CANCEL": "cancelled",
}
_TERMINAL = frozenset({"success", "failure", "cancelled"})
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s*%")
_MODE = re.compile(r"\((relaxed|relax|fast|turbo)\)\s*$", re.IGNORECASE)
_NULL = msgspec.Raw(b"null")


class _Wire(msgspec.Struct, rename="camel", gc=False):
    """The fields every server sends, as they come; the heavy ones stay unread bytes until somebody asks."""

    id: Any = None
    action: Any = None
    status: Any = None
    prompt: Any = None
    prompt_en: Any = None
    description: Any = None
    state: Any = None
    submit_time: Any = None
    start_time: Any = None
    finish_time: Any = None
    progress: Any = None
    image_url: Any = None
    fail_reason: Any = None
    buttons: msgspec.Raw = _NULL
    properties: msgspec.Raw = _NULL


_KNOWN = frozenset(field.encode_name for field in msgspec.structs.fields(_Wire))
_decode_wire = msgspec.json.Decoder(_Wire).decode
_split_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


class Task:
    """A task at the relay, frozen. Empty text means the relay did not say; times are epoch milliseconds.

    `raw` is the exact text of this task as received, and `extra` the fields this class has no name for.
    Tasks are equal when their raw bytes are.
    """

    __slots__ = ("_buttons", "_extra", "_id", "_phase", "_properties", "_status", "_wire", "raw")

    raw: bytes

    def __init__(self, wire: _Wire, raw: bytes, task_id: str = "") -> None:
        self._wire = wire
        self.raw = raw
        # These three are asked for at every turn of every poll, so they are worked out once.
        self._id = text(wire.id).strip() or task_id
        self._status = text(wire.status).strip().upper() or "NOT_START"
        self._phase: Phase = _phase(wire, self._status)
        self._buttons: tuple[Button, ...] | None = None
        self._extra: dict[str, Any] | None = None
        self._properties: dict[str, Any] | None = None

    @property
    def id(self) -> str:
        """Always text: an id above 2^53 written as a number keeps its digits."""
        return self._id

    @property
    def action(self) -> str:
        """The relay's word for what made it. Servers disagree; read the buttons for what can come next."""
        return text(self._wire.action)

    @property
    def status(self) -> str:
        """The relay's word in upper case; `""` and null, new at new-api, are `NOT_START`."""
        return self._status

    @property
    def phase(self) -> Phase:
        """What the status means.

        A `failReason` at "100%" is a failure whatever the status says: new-api freezes such tasks.
        """
        return self._phase

    @property
    def terminal(self) -> bool:
        """Nothing more will come. An unknown status is not terminal, and neither is `MODAL`."""
        return self.phase in _TERMINAL

    @property
    def progress(self) -> str:
        """As sent: "46%", "", "Waiting to start", "(15%)"."""
        return text(self._wire.progress)

    @property
    def percent(self) -> int | None:
        """0–100, None when not told. 100 is not success: new-api writes it on failures too."""
        value = self._wire.progress
        if isinstance(value, str):
            if value[-1:] == "%" and len(value) < 5 and value[:-1].isdecimal():  # nearly always
                return min(int(value[:-1]), 100)
            found = _PERCENT.search(value)
            number = int(found[1]) if found else integer(value)
        else:
            number = int(value) if isinstance(value, float) and abs(value) < 1e9 else integer(value)
        return None if number is None else min(max(number, 0), 100)

    @property
    def prompt(self) -> str:
        """As sent; on new-api an action carries its parent's. Empty for blend and describe."""
        return text(self._wire.prompt)

    @property
    def prompt_en(self) -> str:
        """Translated, with picture URLs in front; may be empty."""
        return text(self._wire.prompt_en)

    @property
    def final_prompt(self) -> str:
        """What Midjourney drew; for describe and shorten the result itself."""
        return text(self.properties.get("finalPrompt"))

    @property
    def description(self) -> str:
        """The command (novicezk, plus) or the submit's own description (new-api)."""
        return text(self._wire.description)

    @property
    def state(self) -> str:
        """Your own text, back. Empty on new-api until its first poll, so an empty one proves nothing."""
        return text(self._wire.state)

    @property
    def fail_reason(self) -> str:
        """Text of three authors in two languages: show it, do not branch on it."""
        return text(self._wire.fail_reason)

    @property
    def image_url(self) -> str:
        """A preview while running, the picture at the end: not a sign of success. Dead after about a day."""
        return text(self._wire.image_url)

    @property
    def submit_time(self) -> int | None:
        """Epoch ms; may change once, when new-api first hears from its upstream."""
        return milliseconds(self._wire.submit_time)

    @property
    def start_time(self) -> int | None:
        """Epoch ms; None before the start, which new-api writes as 0."""
        return milliseconds(self._wire.start_time)

    @property
    def finish_time(self) -> int | None:
        """Epoch ms; None before the end."""
        return milliseconds(self._wire.finish_time)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """In the relay's order: rows of at most five."""
        if self._buttons is None:
            raw = bytes(self._wire.buttons)
            self._buttons = () if raw in {b"null", b"[]"} else decode_buttons(_lenient(self._wire.buttons))
        return self._buttons

    @property
    def properties(self) -> Mapping[str, Any]:
        """Empty for null. Behind new-api only `finalPrompt` and `finalZhPrompt` survive."""
        if self._properties is None:
            self._properties = mapping(_lenient(self._wire.properties))
        return self._properties

    @property
    def extra(self) -> Mapping[str, Any]:
        """Every field the relay sent that has no attribute here, under the relay's own names."""
        if self._extra is None:
            self._extra = {key: value for key, value in mapping(loads(self.raw)).items() if key not in _KNOWN}
        return self._extra

    @property
    def seed(self) -> str | None:
        """Only where the relay writes it into the task (trueai, vnnai); else ask `image_seed`."""
        return text(self.extra.get("seed")) or None if b'"seed"' in self.raw else None

    @property
    def image_urls(self) -> tuple[str, ...]:
        """The single pictures of a grid, where the relay has cut them (trueai, cometapi)."""
        return _urls(self.extra.get("imageUrls"), self.extra.get("image_urls"))

    @property
    def video_urls(self) -> tuple[str, ...]:
        """Clips; new-api's dashboard form is a JSON text inside the JSON and is read too."""
        return _urls(*(self.extra.get(name) for name in ("videoUrls", "video_urls", "videoUrl")))

    @property
    def mode(self) -> str:
        """The speed it ran at: RELAX, FAST, TURBO or "". trueai has a field, plus says it in a message."""
        if b'"mode"' in self.raw and (told := text(self.extra.get("mode")).upper()):
            return told
        found = _MODE.search(text(self.properties.get("messageContent")))
        return "" if found is None else {"RELAXED": "RELAX"}.get(found[1].upper(), found[1].upper())

    @property
    def is_grid(self) -> bool:
        """It offers a U1–U4 cut; no action name tells this reliably."""
        return any(button.meaning.verb == "upscale" for button in self.buttons)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Task) and self.raw == other.raw and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        prompt = self.prompt if len(self.prompt) <= 40 else self.prompt[:39] + "…"
        return f"Task({self.id}, {self.status}, {prompt!r})"

    def __reduce__(self) -> tuple[Callable[..., "Task"], tuple[bytes, str]]:
        return decode_task, (self.raw, self._id)


def _phase(wire: _Wire, status: str) -> Phase:
    if wire.fail_reason and text(wire.fail_reason).strip() and text(wire.progress).strip() == "100%":
        return "failure"
    return _PHASES.get(status, "unknown")


def _lenient(raw: msgspec.Raw) -> Any:
    try:
        return loads(bytes(raw))
    except ValueError:
        return None


def _urls(*values: Any) -> tuple[str, ...]:
    """The addresses in the first value that holds any: a text, texts, or objects with `url`."""
    for value in values:
        if isinstance(value, str):
            if value.startswith("["):
                return _urls(_lenient(msgspec.Raw(value.encode("utf-8", "replace"))))
            found = [value]
        else:
            found = [
                text(mapping(item).get("url")) if isinstance(item, dict) else text(item)
                for item in sequence(value)
            ]
        if urls := tuple(url for url in found if url):
            return urls
    return ()


def decode_task(data: bytes | Mapping[str, Any], task_id: str = "") -> Task:
    """One task from its bytes or from a decoded object.

    `task_id` stands in where the body has none (novicezk's oldest answers). Raises ValueError when the data
    is not a JSON object; never because of what is inside one.
    """
    raw = data if isinstance(data, bytes) else dumps(dict(data))
    try:
        return Task(_decode_wire(raw), raw, task_id)
    except (ValueError, RecursionError):
        value = loads(raw)
    if not isinstance(value, dict):
        raise ValueError("a task is a JSON object")  # noqa: TRY004 - one error for all unreadable bytes
    return Task(_decode_wire(dumps(cast("object", value))), raw, task_id)


def decode_tasks(data: bytes) -> list[Task]:
    """The tasks of a JSON array, in its order, duplicates and all. What is no object is left out."""
    try:
        rows = [bytes(raw) for raw in _split_list(data)]
    except (ValueError, RecursionError):
        value = loads(data)
        if not isinstance(value, list):
            raise ValueError("a list of tasks is a JSON array") from None  # noqa: TRY004 - as above
        rows = [dumps(item) for item in cast("list[object]", value)]
    tasks: list[Task] = []
    for row in rows:
        try:
            tasks.append(Task(_decode_wire(row), row))
        except (ValueError, RecursionError):
            if row.lstrip().startswith(b"{"):
                tasks.append(decode_task(row))
    return tasks


# A second row exists only after the modal was sent, so even a queued one is ahead of a row that says MODAL.
_RANK: dict[Phase, int] = {
    "modal": 0,
    "unknown": 1,
    "queued": 1,
    "running": 2,
    "cancelled": 3,
    "failure": 3,
    "success": 4,
}


def merge_tasks(tasks: Iterable[Task]) -> list[Task]:
    """One task per id, the most advanced, in order of first appearance.

    new-api lists a task twice after a modal, in different states (its second row keeps the same id).
    """
    best: dict[str, Task] = {}
    for task in tasks:
        known = best.get(task.id)
        if known is None or _advance(task) >= _advance(known):
            best[task.id] = task
    return list(best.values())


def _advance(task: Task) -> tuple[int, int]:
    return _RANK[task.phase], task.percent or 0
