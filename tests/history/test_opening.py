"""Whatever lies where the history should be, and whatever the disk does: a clear error or a working history,
nothing lost.
"""

import os
import random
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from yubo_nb.api.errors import Closed, HistoryError, YuboError
from yubo_nb.history import History, database, migrations, opening
from yubo_nb.history.folders import on_network
from yubo_nb.history.schema import VERSION


def others(folder: Path) -> list[str]:
    return sorted(
        path.name for path in folder.iterdir() if "set-aside" in path.name or "before-version" in path.name
    )


def integrity(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


def test_naming_the_history_imports_no_sqlalchemy_before_it_is_used() -> None:
    code = (
        "import sys, yubo_nb.history as h; h.Intent; assert 'sqlalchemy' not in sys.modules\n"
        "h.History; assert 'sqlalchemy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_history_is_a_private_file_in_wal_mode(scene) -> None:
    assert scene.path.stat().st_mode & 0o777 == 0o600
    assert scene.path.parent.stat().st_mode & 0o777 == 0o700
    assert scene.rows("PRAGMA journal_mode") == [("wal",)]
    assert scene.history.notices == ()
    assert repr(scene.history) == f"History('sqlite:///{scene.path}')"


def test_an_existing_folder_keeps_its_mode(tmp_path) -> None:
    tmp_path.chmod(0o755)
    with History(tmp_path / "history.sqlite3"):
        assert tmp_path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "url", ["sqlite://", ":memory:", "mysql://h/db", "nonsense://", "://", "sqlite:///:memory:"]
)
def test_what_cannot_hold_a_history_is_refused(url) -> None:
    with pytest.raises(HistoryError):
        History(url)


def test_a_server_that_is_not_there_or_has_no_driver_is_a_clear_error() -> None:
    with pytest.raises(HistoryError):
        History("postgresql://127.0.0.1:1/nothing")


def test_closed_is_closed(scene) -> None:
    scene.history.close()
    scene.history.close()
    with pytest.raises(Closed):
        scene.prepare()
    with pytest.raises(Closed):
        scene.history.intents()


def test_case_22_a_full_disk_refuses_before_anything_is_sent(scene) -> None:
    scene.prepare()
    with scene.history._db.writing() as transaction:
        pages = transaction.text("PRAGMA page_count").fetchone()[0]
        transaction.text(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(HistoryError, match="full") as caught:  # noqa: PT012 - it fills up on the way
        for n in range(200):
            scene.prepare(f"prompt {n} " + "x" * 2000)
    assert caught.value.charged == "no"
    assert isinstance(caught.value.__cause__, sqlite3.Error)
    with scene.history._db.reading() as transaction:
        assert transaction.text("PRAGMA quick_check").fetchone() == ("ok",)
    with scene.history._db.writing() as transaction:
        transaction.text("PRAGMA max_page_count = 1000000")
    assert scene.prepare("there is room again")[1]


def test_case_22_a_locked_history_refuses_before_anything_is_sent(scene, monkeypatch) -> None:
    scene.history.close()
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    scene.history = History(scene.path)
    with sqlite3.connect(scene.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="locked") as caught:
            scene.prepare()
        assert caught.value.retryable
        assert scene.history.intents() == []  # reading goes on
        other.execute("ROLLBACK")
    assert scene.prepare()[1]


def test_case_22_a_read_only_history_can_be_read(scene, monkeypatch) -> None:
    intent, _ = scene.prepare()
    scene.history.close()
    monkeypatch.setattr(opening, "_writable", lambda path: False)  # root may write everywhere
    before = scene.path.read_bytes()
    with History(scene.path) as history:
        assert history.intent(intent.intent_id) == intent
        scene.history = history
        with pytest.raises(HistoryError, match="only be read"):
            scene.prepare()
    assert scene.path.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_case_22_a_folder_that_may_not_be_written(tmp_path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(HistoryError, match="cannot be opened"):
        History(tmp_path / "new" / "history.sqlite3")


def test_case_22_a_folder_where_the_file_should_be(tmp_path) -> None:
    with pytest.raises(HistoryError):
        History(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(HistoryError):
        History(tmp_path / "file" / "history.sqlite3")


def test_case_34_an_interrupt_leaves_no_half_written_row(scene) -> None:
    with pytest.raises(KeyboardInterrupt), scene.history._db.writing() as transaction:  # noqa: PT012 - the body is the point
        transaction.text("INSERT INTO yubo_meta VALUES('half', 'x')")
        raise KeyboardInterrupt
    assert scene.rows("SELECT * FROM yubo_meta WHERE name='half'") == []
    assert scene.prepare()[1]


def test_case_38_a_child_of_a_fork_has_connections_of_its_own(scene) -> None:
    scene.accepted("17")
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            scene.accepted("18")
            os.write(writer, str(len(scene.history.intents())).encode())
            scene.history.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 10) == b"2"
    scene.accepted("19")
    assert len(scene.history.intents()) == 3
    assert integrity(scene.path) == "ok"
    owners = {intent.owner for intent in scene.history.intents()}
    assert len(owners) == 2


def test_case_38_a_fork_while_another_thread_writes(scene) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with scene.history._db.writing() as transaction:
            transaction.text("INSERT INTO yubo_meta VALUES('held', 'x')")
            inside.set()
            go_on.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait()
    child = os.fork()
    if not child:
        code = 1
        try:  # the lock of the thread, which is not in this process, must not be waited for
            code = 0 if scene.history.intents() == [] else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    go_on.set()
    thread.join()
    assert scene.rows("SELECT value FROM yubo_meta WHERE name='held'") == [("x",)]


def test_case_40_a_newer_history_is_read_and_not_written(scene) -> None:
    intent, _ = scene.prepare()
    with scene.history._db.writing() as transaction:
        transaction.text(f"UPDATE yubo_meta SET value='{VERSION + 1}' WHERE name='version'")
    history = scene.open_again()
    assert history.intent(intent.intent_id) == intent
    with pytest.raises(HistoryError, match="newer"):
        scene.prepare()
    assert others(scene.path.parent) == []
    assert scene.rows("SELECT value FROM yubo_meta WHERE name='version'") == [(str(VERSION + 1),)]


def test_case_40_a_foreign_database_is_set_aside(tmp_path) -> None:
    path = tmp_path / "history.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE diary(day TEXT)")
        other.execute("INSERT INTO diary VALUES('monday')")
    with pytest.warns(UserWarning, match="another program"):
        history = History(path)
    with history:
        assert history.intents() == []
        assert len(history.notices) == 1
    (aside,) = others(tmp_path)
    with sqlite3.connect(tmp_path / aside) as other:
        assert other.execute("SELECT day FROM diary").fetchall() == [("monday",)]


@pytest.mark.parametrize(
    "rubbish", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000, b"x"]
)
def test_case_40_a_broken_file_is_set_aside(tmp_path, rubbish) -> None:
    path = tmp_path / "history.sqlite3"
    path.write_bytes(rubbish)
    with pytest.warns(UserWarning, match="damaged"), History(path) as history:
        assert history.intents() == []
    (aside,) = others(tmp_path)
    assert (tmp_path / aside).read_bytes() == rubbish


@pytest.mark.filterwarnings("ignore:The history .* was damaged")
def test_case_40_flipped_bytes_lead_to_no_foreign_error(scene) -> None:
    for n in range(30):
        scene.accepted(str(n))
        scene.record(id=str(n))
    scene.history.close()
    whole = scene.path.read_bytes()
    rng = random.Random(7)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(rng.choice((1, 3, 200))):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        scene.path.write_bytes(data)
        try:
            with History(scene.path) as history:
                history.intents()
                history.tasks_of(scene.origin)
                scene.history = history
                scene.prepare()
        except YuboError:
            pass
        kept = [(scene.path.parent / name).read_bytes() for name in others(scene.path.parent)]
        assert all(len(each) for each in kept)
        for name in others(scene.path.parent):
            (scene.path.parent / name).unlink()


def test_case_40_a_migration_is_whole_and_has_a_backup(scene) -> None:
    intent, _ = scene.prepare()
    steps = {VERSION + 1: lambda transaction: transaction.text("ALTER TABLE intents ADD COLUMN extra TEXT")}
    db = scene.history._db
    assert migrations.bring_up_to_date(db, path=scene.path, steps=steps, target=VERSION + 1) == VERSION
    assert scene.rows("SELECT value FROM yubo_meta WHERE name='version'") == [(str(VERSION + 1),)]
    assert scene.rows("SELECT extra FROM intents") == [(None,)]
    (backup,) = others(scene.path.parent)
    assert stat.S_IMODE((scene.path.parent / backup).stat().st_mode) == 0o600
    with sqlite3.connect(scene.path.parent / backup) as old:
        assert old.execute("SELECT intent_id FROM intents").fetchall() == [(intent.intent_id,)]
        assert "extra" not in [row[1] for row in old.execute("PRAGMA table_info(intents)")]
    assert migrations.bring_up_to_date(db, path=scene.path, steps=steps, target=VERSION + 1) == VERSION + 1


def test_case_40_a_history_of_version_one_is_taken_over(scene) -> None:
    intent = scene.accepted()
    scene.history.close()
    with closing(sqlite3.connect(scene.path)) as old, old:
        old.execute("ALTER TABLE intents DROP COLUMN left_ms")
        old.execute("UPDATE yubo_meta SET value='1' WHERE name='version'")
    assert scene.open_again().intent(intent.intent_id) == intent
    assert scene.rows("SELECT value FROM yubo_meta WHERE name='version'") == [(str(VERSION),)]
    assert len(others(scene.path.parent)) == 1  # the backup
    scene.history.settle(intent.intent_id, "IN_DOUBT")
    assert scene.history.leave(intent.intent_id).left_ms


def test_case_40_a_migration_that_is_killed_did_not_happen(scene) -> None:
    scene.prepare()
    scene.history.close()
    code = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from yubo_nb.history import History, migrations
        from yubo_nb.history.schema import VERSION
        def step(transaction):
            transaction.text("ALTER TABLE intents ADD COLUMN extra TEXT")
            transaction.text("DELETE FROM intents")
            os.kill(os.getpid(), signal.SIGKILL)
        path = Path(sys.argv[1])
        db = History(path)._db
        migrations.bring_up_to_date(db, path=path, steps={VERSION + 1: step}, target=VERSION + 1)
    """)
    done = subprocess.run(
        [sys.executable, "-c", code, scene.path], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == -9
    assert len(scene.open_again().intents()) == 1
    assert scene.rows("SELECT value FROM yubo_meta WHERE name='version'") == [(str(VERSION),)]
    assert scene.prepare()[1]


def test_case_41_without_a_write_ahead_log_there_is_a_rollback_journal(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(opening, "on_network", lambda path: True)
    with pytest.warns(UserWarning, match="rollback journal"):
        history = History(tmp_path / "h.sqlite3")
    with history:
        with history._db.reading() as transaction:
            assert transaction.text("PRAGMA journal_mode").fetchone() == ("delete",)
        assert history.prepare(endpoint="e", action="a", body={}, prompt="p", origin="o")[1]
        assert not (tmp_path / "h.sqlite3-wal").exists()


def test_case_41_network_file_systems_are_known_by_the_mounts(tmp_path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "1 0 0:1 / / rw - ext4 /dev/vda rw\n"
        f"2 1 0:2 / {tmp_path}/far rw shared:1 - nfs4 server:/x rw\n"
        f"3 2 0:3 / {tmp_path}/far/near rw - tmpfs none rw\n"
    )
    assert not on_network(tmp_path / "h.sqlite3", mounts)
    assert on_network(tmp_path / "far" / "h.sqlite3", mounts)
    assert not on_network(tmp_path / "far" / "near" / "h.sqlite3", mounts)
    assert not on_network(tmp_path, tmp_path / "missing")


def test_case_42_rows_about_money_wait_for_the_disk(scene) -> None:
    said = []
    connection = scene.history._db._connection(1)
    connection.set_trace_callback(said.append)
    level = "FULL" if scene.history._db._durable else "NORMAL"
    scene.accepted("17")
    scene.record()
    connection.set_trace_callback(None)
    levels = {}
    for sql in said:
        if sql.startswith("PRAGMA synchronous="):
            level = sql.partition("=")[2]
        elif sql.startswith(
            ("INSERT INTO intents", "UPDATE intents SET status='SENDING'", "INSERT INTO tasks")
        ):
            levels[sql.split("(")[0].split(" SET")[0]] = level
    assert levels["INSERT INTO intents "] == "FULL"
    assert levels["INSERT INTO tasks "] == "NORMAL"


def test_many_threads_may_write_and_read_at_once(scene) -> None:
    errors = []

    def work(number: int) -> None:
        try:
            for n in range(10):
                scene.accepted(f"{number}-{n}")
                scene.record(id=f"{number}-{n}")
                scene.history.tasks_of(scene.origin, 3)
        except Exception as error:  # noqa: BLE001 - any error at all is the failure
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(scene.history.tasks_of(scene.origin)) == 80


def test_the_clock_may_be_set_back(scene, monkeypatch) -> None:
    first, _ = scene.prepare()
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() - 86_400 * 10**9)
    second, _ = scene.prepare()
    assert second.intent_id > first.intent_id
    assert scene.history.spent(scene.origin).calls_last_hour == 2
