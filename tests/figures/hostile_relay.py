"""A relay that says a given text wherever the protocol has room for one, and the cards that come of it."""

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from yubo_nb.api import AsyncClient, PictureClient, protocol
from yubo_nb.api.errors import YuboError
from yubo_nb.history import History
from yubo_nb.live.engine import Engine
from yubo_nb.live.policy import PollPolicy

UUID = "3785da15-4f70-4034-9128-f3ff1ac634fa"
BASE = "https://relay.test"
FIELDS = (
    "action", "status", "prompt", "promptEn", "description", "state", "failReason", "progress", "mode",
    "seed", "imageUrl", "picture refused", "properties.finalPrompt", "properties.*", "unknown field",
    "buttons.customId", "buttons.label", "buttons.emoji", "submit description", "submit properties",
    "bannedWord", "error.message", "error.type", "error page",
)  # fmt: skip


def png() -> str:
    out = BytesIO()
    Image.new("RGB", (16, 12), "teal").save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


PNG = png()


def buttons(text: str) -> list[dict[str, Any]]:
    return [
        {"customId": f"MJ::JOB::upsample::1::{UUID}", "label": text, "emoji": "", "type": 2, "style": 2},
        {"customId": f"MJ::JOB::upsample::2::{UUID}", "label": "", "emoji": text, "type": 2, "style": 2},
        {"customId": text, "label": "", "emoji": "", "type": 2, "style": 2},
        {"customId": f"MJ::JOB::{text}::1::{UUID}", "label": text, "emoji": text, "type": 2, "style": 2},
    ]


def tasks(text: str, number: int) -> dict[str, dict[str, Any]]:
    """Tasks of every kind with `text` in every field, by id."""
    words = dict.fromkeys(("promptEn", "description", "state", "mode", "seed", "botType", text), text)
    words |= {"prompt": text, "properties": {"finalPrompt": text, text: text, "botType": text}}
    words |= {"submitTime": 1730621826053, "finishTime": 1730621866053, "buttons": buttons(text)}
    kinds: list[dict[str, Any]] = [
        {"action": "IMAGINE", "status": "SUCCESS", "progress": "100%", "imageUrl": PNG},
        {"action": text, "status": "FAILURE", "progress": text, "failReason": text},
        {"action": text, "status": text, "progress": text, "imageUrl": text},
        {"action": "DESCRIBE", "status": "SUCCESS", "progress": "100%", "prompt": text},
        {"action": "SHORTEN", "status": "SUCCESS", "progress": "100%"},
        {"action": "IMAGINE", "status": "SUCCESS", "imageUrl": f"https://10.0.0.1/{text}"},
        {"action": "IMAGINE", "status": "MODAL", "progress": "0%"},
    ]
    return {
        f"{number}{place:02}": {**words, **kind, "id": f"{number}{place:02}"}
        for place, kind in enumerate(kinds)
    }


def answers(text: str, number: int) -> list[tuple[int, Any]]:
    """Answers to a submit with `text` in every field."""
    page = f"<html><head><title>{text}</title></head><body>{text}</body></html>"
    return [
        (200, {"code": 4, "description": text, "properties": {text: text}}),
        (200, {"code": 24, "description": text, "properties": {"bannedWord": text, "promptEn": text}}),
        (400, {"error": {"message": text, "type": text, "code": text}}),
        (502, page),
        (200, page),
        (200, {"code": text, "description": text, "result": text}),
        (200, {"code": 1, "description": text, "result": f"{number}90", "properties": {text: text}}),
    ]


@dataclass
class World:
    """An engine whose relay is hostile, its history, and the errors that a person would have seen."""

    engine: Engine
    history: History
    errors: list[YuboError]


@contextmanager
def world(texts: Sequence[str], folder: Path) -> Iterator[World]:
    """Everything the relay can be asked, asked once for each text."""
    known: dict[str, dict[str, Any]] = {}
    waiting: list[tuple[int, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if "/submit/" in request.url.path:
            status, body = waiting.pop()
            kind = {"text": body} if isinstance(body, str) else {"content": json.dumps(body).encode()}
            return httpx.Response(status, **kind)
        if "list-by-condition" in request.url.path:
            ids = json.loads(request.content)["ids"]
            return httpx.Response(
                200, content=json.dumps([known[one] for one in ids if one in known]).encode()
            )
        return httpx.Response(200, content=json.dumps(known[request.url.path.split("/")[-2]]).encode())

    with History(folder / "history.sqlite3") as history:
        transport = httpx.MockTransport(answer)
        engine = Engine(
            lambda: AsyncClient(BASE, "sk-test", transport=transport),
            lambda: PictureClient(BASE, transport=transport),
            history,
            origin="sandbox",
            sandbox=True,
            poll=PollPolicy(first=3600, slowest=3600),
        )
        engine.start()
        history.know_origin("sandbox", sandbox=True)
        errors: list[YuboError] = []
        for number, text in enumerate(texts, start=10):
            made = tasks(text, number)
            known |= made
            followed = [engine.follow(task_id) for task_id in made]
            errors += [error for handle in followed if (error := handle.error) is not None]
            for given in answers(text, number):
                waiting.append(given)
                handle = engine.submit(protocol.imagine(f"a fox, number {len(errors)}"), prompt=text)
                handle_settles(engine, handle.key)
                errors += [handle.error] if handle.error else []
            waiting.append((200, {"code": 1, "description": text, "result": f"{number}91"}))
            child = engine.act(followed[0].key, f"MJ::JOB::upsample::1::{UUID}")
            handle_settles(engine, child.key)
        yield World(engine, history, errors)
        engine.close()


def handle_settles(engine: Engine, key: str) -> None:
    """Until this card's call was answered."""
    import threading

    done = threading.Event()

    def look(_card: object = None) -> None:
        card = engine.hub.get(key)
        if card is not None and card.phase != "sending":
            done.set()

    leave = engine.call(engine.hub.subscribe, look)
    engine.call(look)
    assert done.wait(20), engine.hub.get(key)
    engine.call(leave)
