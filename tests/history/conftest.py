import json
from pathlib import Path

import pytest

from yubo_nb.api.models import Task, decode_task
from yubo_nb.history import History, Intent

ORIGIN = "https://relay.example"


class Scene:
    """A history and short ways to fill it."""

    origin = ORIGIN

    def __init__(self, path: Path) -> None:
        self.path = path
        self.history = History(path)

    def open_again(self) -> History:
        self.history.close()
        self.history = History(self.path)
        return self.history

    def prepare(self, prompt: str = "a red fox", **more) -> tuple[Intent, bool]:
        given = {
            "endpoint": "submit/imagine",
            "action": "imagine",
            "body": {"prompt": prompt},
            "prompt": prompt,
            "origin": ORIGIN,
            "price": 0.1,
        }
        return self.history.prepare(**(given | more))

    def accepted(self, task_id: str = "17", **more) -> Intent:
        intent, _ = self.prepare(**more)
        self.history.sending(intent.intent_id)
        return self.history.settle(intent.intent_id, "ACCEPTED", task_id=task_id, code=1)

    @staticmethod
    def task(status: str = "IN_PROGRESS", progress: str = "20%", **more) -> Task:
        given = {
            "id": "17",
            "action": "IMAGINE",
            "status": status,
            "progress": progress,
            "prompt": "a red fox",
            "submitTime": 1730621826053,
        }
        return decode_task(json.dumps(given | more).encode())

    def record(self, status: str = "IN_PROGRESS", progress: str = "20%", **more):
        return self.history.record(ORIGIN, self.task(status, progress, **more))

    def rows(self, sql: str) -> list[tuple]:
        with self.history._db.reading() as transaction:
            return transaction.text(sql).fetchall()


@pytest.fixture
def scene(tmp_path: Path):
    scene = Scene(tmp_path / "here" / "history.sqlite3")
    yield scene
    scene.history.close()
