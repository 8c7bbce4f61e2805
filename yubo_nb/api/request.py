"""One call as a value: where it goes, what it carries, whether it is paid and how its answer is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from yubo_nb.api.answers import Answer
from yubo_nb.api.buttons import meaning_of
from yubo_nb.api.checks import a_state
from yubo_nb.api.judge import judge_submit

_PRICE_CLASSES = {
    "submit/imagine": "imagine",
    "submit/blend": "blend",
    "submit/describe": "describe",
    "submit/shorten": "shorten",
    "submit/modal": "modal",
    "insight-face/swap": "swap_face",
    "submit/upload-discord-images": "upload",
    "submit/edits": "edits",
    "submit/video": "video",
}


@dataclass(frozen=True, slots=True)
class Request:
    """One call, ready to be sent any number of times by anybody.

    `path` starts below the speed prefix; `body` holds the relay's field names and None for a GET. `paid`
    calls go out on a fresh connection, at most once unless certainly not accepted. `read` turns an answer
    into a result or raises. `patience` is how long to wait for the answer's next byte, in seconds.
    """

    endpoint: str
    method: str
    path: str
    body: Mapping[str, Any] | None
    paid: bool
    read: Callable[[Answer], Any] = field(repr=False, compare=False)
    patience: float = 30.0

    def with_state(self, state: str) -> "Request":
        """The same call with another `state`."""
        return replace(self, body={**(self.body or {}), "state": a_state(self.endpoint, state)})

    @property
    def charge_action(self) -> str:
        """The class a relay prices it by; for a button, what its customId does, whatever the label says."""
        if self.endpoint == "submit/action":
            return meaning_of((self.body or {}).get("customId")).charge_action
        return _PRICE_CLASSES.get(self.endpoint, "unknown")


def submit(endpoint: str, body: dict[str, Any]) -> Request:
    """A paid call, judged by what money rules allow to believe. The relay may wait 60 s for its upstream."""
    read = partial(judge_submit, endpoint=endpoint)
    return Request(endpoint, "POST", f"/mj/{endpoint}", body, paid=True, read=read, patience=75.0)


def question(
    endpoint: str,
    path: str,
    read: Callable[[Answer], Any],
    *,
    body: Mapping[str, Any] | None = None,
    patience: float = 30.0,
) -> Request:
    """A free call, safe to repeat: a GET, or a POST when it has a body."""
    method = "GET" if body is None else "POST"
    return Request(endpoint, method, path, body, paid=False, read=read, patience=patience)
