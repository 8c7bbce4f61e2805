"""From the submit to the finished picture, by a clock that is moved by hand."""

import io
import socket
import sqlite3

import httpx
import pytest
from PIL import Image

from yubo_nb.sandbox import Sandbox


def test_an_imagine_goes_through_all_states(open_box) -> None:
    talk = open_box(options={"refresh": 0})
    task_id = talk.submit("imagine", prompt="a cat")["result"]
    seen = []
    for _ in range(120):
        task = talk.fetch(task_id)
        seen.append((task["status"], task["progress"]))
        talk.box.clock.advance(0.5)
    statuses = [s for s, _ in seen]
    assert list(dict.fromkeys(statuses)) == ["NOT_START", "SUBMITTED", "IN_PROGRESS", "SUCCESS"]
    shares = [int(p.rstrip("%")) for _, p in seen]
    assert shares == sorted(shares)
    assert len(set(shares)) > 20
    assert statuses.count("SUCCESS") > 20


def test_a_gateway_looks_only_every_fifteen_seconds(talk) -> None:
    task_id = talk.submit("imagine", prompt="a cat", state="mine")["result"]
    first = talk.fetch(task_id)
    assert (first["status"], first["buttons"], first["state"], first["startTime"]) == ("", None, "", 0)
    views = []
    for _ in range(100):
        talk.box.clock.advance(1)
        task = talk.fetch(task_id)
        views.append((task["status"], task["progress"], task["imageUrl"].partition("?")[0]))
    assert 3 <= len(set(views)) <= 5
    assert talk.fetch(task_id)["state"] == "mine"


def test_previews_are_webp_and_the_end_is_a_png(open_box) -> None:
    talk = open_box(options={"refresh": 0})
    task_id = talk.submit("imagine", prompt="a cat")["result"]
    talk.box.clock.advance(20)
    preview = talk.fetch(task_id)
    assert preview["status"] == "IN_PROGRESS"
    assert talk.http.get(preview["imageUrl"]).headers["content-type"] == "image/webp"
    final = talk.http.get(talk.finish(task_id)["imageUrl"])
    assert final.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(final.content)).size == (1024, 1024)


def test_the_picture_needs_no_key_but_an_existing_task(talk) -> None:
    task = talk.imagine("a cat")
    assert httpx.get(task["imageUrl"]).status_code == 200
    assert talk.http.get("/mj/image/1").json() == {"error": "midjourney_task_not_found"}


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        ("--ar 0:5", "--ar 0:5"),
        ("--ar 16:9.", "--ar 16:9."),
        ("--chaos 101", "--chaos"),
        ("--nonsense 3", "nonsense"),
        ("--v 99", "--v 99"),
    ],
)
def test_a_bad_parameter_is_taken_and_fails_later(talk, flags: str, word: str) -> None:
    answer = talk.submit("imagine", prompt=f"a cat {flags}")
    assert answer["code"] == 1
    task = talk.finish(answer["result"])
    assert task["status"] == "FAILURE"
    assert task["failReason"].startswith("[Invalid parameter]")
    assert word in task["failReason"]
    assert [c.refunded for c in talk.box.ledger] == [True]


def test_state_is_echoed_and_requests_are_noted(talk) -> None:
    task_id = talk.submit("imagine", prompt="a cat", state="ynb1.x")["result"]
    assert talk.finish(task_id)["state"] == "ynb1.x"
    first = talk.box.requests[0]
    assert (first.method, first.path, first.state, first.status) == (
        "POST",
        "/mj/submit/imagine",
        "ynb1.x",
        200,
    )


def test_the_same_prompt_and_seed_paint_the_same_picture(open_box) -> None:
    one, two = open_box(), open_box(seed=5)
    a = one.pixels(one.imagine("a fox --seed 7"))
    b = two.pixels(two.imagine("a fox --seed 7"))
    c = two.pixels(two.imagine("a fox --seed 8"))
    assert (a == b).all()
    assert (a != c).any()


def test_tasks_survive_a_restart_and_go_on_by_the_wall_clock(tmp_path) -> None:
    file = tmp_path / "sandbox.db"
    options = {"speed": 40, "state_file": file, "api_key": "sk-a", "options": {"refresh": 0}}
    headers = {"Authorization": "Bearer sk-a"}
    with Sandbox(**options) as box:
        body = {"prompt": "a cat"}
        sent = httpx.post(f"{box.base_url}/mj/submit/imagine", json=body, headers=headers).json()
        early = httpx.get(f"{box.base_url}/mj/task/{sent['result']}/fetch", headers=headers).json()
    assert early["status"] != "SUCCESS"
    assert file.stat().st_mode & 0o777 == 0o600
    with Sandbox(**options) as box:
        box.clock.advance(60)
        late = httpx.get(f"{box.base_url}/mj/task/{sent['result']}/fetch", headers=headers).json()
        assert late["status"] == "SUCCESS"
        assert late["submitTime"] == early["submitTime"]
        assert httpx.get(late["imageUrl"]).status_code == 200
        assert len(box.ledger) == 1


def test_a_foreign_file_is_set_aside_and_not_overwritten(tmp_path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("a diary, not a database")
    Sandbox(state_file=file).close()
    others = [p for p in tmp_path.iterdir() if "set-aside" in p.name]
    assert [p.read_text() for p in others] == ["a diary, not a database"]


def test_a_foreign_database_is_set_aside_too(tmp_path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE task (name TEXT)")
    other.close()
    Sandbox(state_file=file).close()
    (aside,) = (p for p in tmp_path.iterdir() if "set-aside" in p.name)
    with sqlite3.connect(aside) as other:
        assert other.execute("SELECT * FROM task").description[0][0] == "name"
    other.close()


def test_a_box_starts_once_and_stops_for_good() -> None:
    box = Sandbox()
    assert box.start() is box.start()
    port = int(box.base_url.rsplit(":", 1)[1])
    box.stop()
    box.stop()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    key = box.api_key
    with box:
        assert box.api_key != key
