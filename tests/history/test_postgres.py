"""The same history on PostgreSQL. Needs a server: TEST_POSTGRES_URL=postgresql://user@host:port/database."""

import os
import secrets
import threading
from pathlib import Path

import pytest

from yubo_nb.api.errors import BudgetExceeded, HistoryError
from yubo_nb.data import frame
from yubo_nb.history import Caps, History

URL = os.environ.get("TEST_POSTGRES_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="TEST_POSTGRES_URL names no server")


@pytest.fixture
def server(scene, tmp_path: Path):
    """The scene on a schema of its own, which is dropped at the end."""
    psycopg = pytest.importorskip("psycopg")
    schema = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        scene.history.close()
        scene.url = f"{URL}{'&' if '?' in URL else '?'}options=-csearch_path%3D{schema}"
        scene.history = History(scene.url, pictures=tmp_path / "pictures")
        yield scene
        scene.history.close()
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


def test_a_call_from_its_beginning_to_its_frame(server) -> None:
    intent = server.accepted("17", gesture="g")
    assert server.prepare(gesture="g") == (intent, False)
    server.record(prompt="a red fox --ar 3:2 --tile --q 2 \x00", state=intent.state)
    server.record("SUCCESS", "100%", prompt="a red fox --ar 3:2 --tile --q 2", imageUrl="https://x/y.png")
    server.record("IN_PROGRESS", "20%")
    server.history.mark(server.origin, "17", rating=3, starred=True, tags=("x",))
    server.history.know_origin(server.origin, sandbox=True)
    server.history.refund(intent.intent_id)
    server.prepare("never sent")
    assert server.history.task(server.origin, "17").task.status == "SUCCESS"
    assert server.history.intent_of(server.origin, "17").status == "DONE"
    assert len(server.history.without_picture(server.origin)) == 1
    server.history.picture_failed(server.origin, "17", "GONE", "403")
    assert server.history.take_lease("poll", 10)
    rows = frame.tasks(server.history)
    assert rows["phase"].tolist() == ["success", "sending"]
    assert rows["charged"].tolist() == ["refunded", "no"]
    assert (rows["ar"][0], bool(rows["tile"][0]), rows["quality"][0]) == ("3:2", True, 2.0)
    assert (rows["rating"][0], bool(rows["starred"][0]), bool(rows["sandbox"][0])) == (3, True, True)
    assert frame.tasks(server.history, origin="%s {x}").empty
    assert frame.events(server.history)["kind"].tolist() == ["state", "state", "refused"]
    assert frame.ledger(server.history)["kind"].tolist() == ["charge", "refund"]
    assert len(frame.images(server.history)) == 1


def test_open_again_finds_it(server) -> None:
    intent = server.accepted("17")
    with History(server.url, pictures=server.history.pictures.folder) as again:
        assert again.intent(intent.intent_id) == intent
        assert again.recovered == []
        assert (
            "***" in again.url
            or "@" not in again.url
            or ":" not in again.url.partition("@")[0].partition("//")[2]
        )


def test_case_18_and_24_checks_are_alone(server) -> None:
    other = History(server.url, pictures=server.history.pictures.folder)
    made, refused = [], []
    together = threading.Barrier(8)

    def submit(number: int) -> None:
        history = (server.history, other)[number % 2]
        together.wait()
        try:
            made.append(
                history.prepare(
                    endpoint="e",
                    action="a",
                    body={"n": number // 2},
                    prompt="p",
                    origin="o",
                    dedupe="cell",
                    caps=Caps(calls_per_hour=3),
                )
            )
        except BudgetExceeded as error:
            refused.append(error)

    threads = [threading.Thread(target=submit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sum(new for _, new in made) == 3
    assert len({intent.intent_id for intent, _ in made}) == 3
    assert len(refused) == 2


def test_a_connection_that_the_server_ended_is_made_again(server) -> None:
    server.accepted("17")
    with pytest.raises(HistoryError), server.history._db.writing() as transaction:
        transaction.text("SELECT pg_terminate_backend(pg_backend_pid())")
    assert server.accepted("18").status == "ACCEPTED"
