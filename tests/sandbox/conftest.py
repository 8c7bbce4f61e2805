"""A sandbox whose clock only moves when a test says so, and a client that speaks raw JSON to it."""

import io
from collections.abc import Callable, Iterator

import httpx
import numpy as np
import pytest
from PIL import Image

from yubo_nb.sandbox import Sandbox


class Talk:
    """The client's end of a conversation with one box."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        headers = {"Authorization": f"Bearer {box.api_key}"}
        self.http = httpx.Client(base_url=box.base_url, headers=headers, timeout=30)

    def post(self, path: str, body: object) -> httpx.Response:
        return self.http.post(path, json=body)

    def submit(self, what: str, **body: object) -> dict:
        return self.post(f"/mj/submit/{what}", body).json()

    def fetch(self, task_id: str) -> dict:
        return self.http.get(f"/mj/task/{task_id}/fetch").json()

    def finish(self, task_id: str) -> dict:
        """Let the clock run until the gateway, too, has seen the end."""
        self.box.clock.advance(150)
        return self.fetch(task_id)

    def imagine(self, prompt: str) -> dict:
        return self.finish(self.submit("imagine", prompt=prompt)["result"])

    def press(self, task: dict, label: str, **more: object) -> dict:
        button = next(b for b in task["buttons"] if label in (b["label"], b["emoji"]))
        body = {"chooseSameChannel": True, "taskId": task["id"], "customId": button["customId"], **more}
        return self.submit("action", **body)

    def pressed(self, task: dict, label: str) -> dict:
        return self.finish(self.press(task, label)["result"])

    def pixels(self, task: dict) -> np.ndarray:
        raw = self.http.get(task["imageUrl"]).content
        return np.asarray(Image.open(io.BytesIO(raw)).convert("RGB")).astype(np.int16)


@pytest.fixture
def open_box() -> Iterator[Callable[..., Talk]]:
    """Opens boxes with any options, and closes them all."""
    talks: list[Talk] = []

    def opening(**options: object) -> Talk:
        box = Sandbox(**options)
        box.clock.freeze()
        talks.append(Talk(box.start()))
        return talks[-1]

    yield opening
    for talk in talks:
        talk.http.close()
        talk.box.close()


@pytest.fixture
def talk(open_box: Callable[..., Talk]) -> Talk:
    return open_box()
