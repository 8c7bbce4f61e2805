"""What the history hands out: one paid call as it was meant, one task as it was last seen. All frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from yubo_nb.api.errors import Charged
from yubo_nb.api.models import Task

IntentStatus = Literal[
    "PREPARED",  # written down; nothing has left this machine
    "SENDING",  # the request may be out
    "ACCEPTED",  # the relay gave an id
    "RUNNING",
    "DONE",
    "FAILED",
    "REJECTED",  # the relay refused
    "NOT_SENT",  # no connection was made
    "NEEDS_INPUT",  # a dialog waits; the paid step is its answer
    "IN_DOUBT",  # sent, outcome unknown
    "LOST_SIGHT",  # the relay no longer knows the id
]
PictureState = Literal["", "WANTED", "CACHED", "REFUSED", "GONE"]

STATE_PREFIX = "ynb1."


@dataclass(frozen=True, slots=True)
class Intent:
    """One call that may cost money, from before its first byte to its outcome. Times are epoch
    milliseconds.
    """

    intent_id: str
    created_ms: int
    sent_ms: int | None
    settled_ms: int | None
    endpoint: str
    action: str
    """The price class, e.g. "imagine" or "upscale"."""
    body: Mapping[str, Any]
    """As sent, except that pictures in it are replaced by their digest and length."""
    body_hash: str
    prompt: str
    origin: str
    state: str
    """What goes over the wire so that a task can be recognised as ours."""
    status: IntentStatus
    task_id: str | None
    parent_task_id: str | None
    parent_intent_id: str | None
    custom_id: str | None
    label: str | None
    gesture: str | None
    price: float | None
    charged: Charged
    code: int | None
    description: str | None
    error: str | None
    images: tuple[str, ...] = ()
    """Addresses of finished pictures that came instead of a task id."""
    again_of: str | None = None
    owner: str = ""
    dedupe: str | None = None
    mode: str | None = None
    sweep: str | None = None
    cell: str | None = None
    left_ms: int | None = None
    """When a person said to leave it as it is. It is in doubt all the same, and counts as charged."""


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A task with what the history knows about it. `task` is rebuilt from the bytes the relay sent."""

    origin: str
    task_id: str
    intent_id: str | None
    parent_task_id: str | None
    task: Task = field(repr=False)
    picture_hash: str | None
    picture_state: PictureState
    picture_error: str
    first_seen_ms: int
    last_seen_ms: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the cache. `hash` is the SHA-256 of its bytes and names it everywhere."""

    hash: str
    media_type: str
    width: int
    height: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person said. `rating` 1 to 5, None for not rated; -1 is rejected."""

    rating: int | None = None
    starred: bool = False
    note: str | None = None
    tags: tuple[str, ...] = ()
