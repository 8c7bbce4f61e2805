import json
from pathlib import Path

import pytest

from yubo_nb.api.models import decode_task
from yubo_nb.history import History

ORIGIN = "https://relay.example"


def task(task_id: str, **more):
    given = {
        "id": task_id,
        "action": "IMAGINE",
        "status": "SUCCESS",
        "progress": "100%",
        "prompt": "a red fox --ar 3:2 --s 250 --seed 7",
        "submitTime": 1730621826053,
        "startTime": 1730621828053,
        "finishTime": 1730621866053,
        "properties": {"finalPrompt": "a red fox --v 7.0"},
    }
    return decode_task(json.dumps(given | more).encode())


@pytest.fixture
def empty(tmp_path: Path):
    with History(tmp_path / "empty.sqlite3") as history:
        yield history


@pytest.fixture
def history(tmp_path: Path):
    """One of each: finished, failed, foreign, in doubt, refused, answered with pictures."""
    with History(tmp_path / "full.sqlite3") as history:
        history.know_origin(ORIGIN, sandbox=False)

        def submit(prompt: str, status: str, **more):
            links = {
                name: more.pop(name)
                for name in ("parent_task_id", "parent_intent_id", "label")
                if name in more
            }
            intent, _ = history.prepare(
                endpoint="submit/imagine",
                action="imagine",
                body={},
                prompt=prompt,
                origin=ORIGIN,
                price=0.1,
                **links,
            )
            history.sending(intent.intent_id)
            return history.settle(intent.intent_id, status, **more)

        first = submit("a red fox", "ACCEPTED", task_id="17")
        history.record(ORIGIN, task("17"))
        picture = history.pictures.add(png())
        history.picture_for(ORIGIN, "17", picture.hash)
        history.mark(ORIGIN, "17", rating=4, starred=True, note="=1+1")
        submit(
            "a red fox",
            "ACCEPTED",
            task_id="18",
            parent_task_id="17",
            parent_intent_id=first.intent_id,
            label="U2",
        )
        failed = task(
            "18", action="UPSCALE", status="FAILURE", failReason="Banned", finishTime=1, seed="12345"
        )
        stored = history.record(ORIGIN, failed)
        history.refund(stored.intent_id)
        history.record("http://127.0.0.1:5", task("19", status="DREAMING", prompt="猫 'quoted' --q 2 --tile"))
        submit("in doubt", "IN_DOUBT")
        submit("refused", "REJECTED", description="banned word")
        submit("a picture at once", "DONE", images=("https://cdn.example/a.png",))
        submit("not looked at", "ACCEPTED", task_id="99")
        yield history


def png() -> bytes:
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(buffer, "PNG")
    return buffer.getvalue()
