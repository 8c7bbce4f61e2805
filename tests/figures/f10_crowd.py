"""F10: many processes on one history, many threads of several processes on one cold picture.

python tests/figures/f10_crowd.py [--processes 8] [--writes 500] [--threads 50]
"""

import argparse
import multiprocessing
import sqlite3
import sys
import tempfile
import threading
from contextlib import closing
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from yubo_nb.api.models import decode_task  # noqa: E402 - found by the line above
from yubo_nb.history import History  # noqa: E402

PICTURE_PROCESSES = 4


def write(path: str, worker: int, writes: int, done) -> None:
    """Every write is a transaction of its own; every tenth is about money and waits for the disk."""
    errors = []
    try:
        with History(path) as history:
            for number in range(writes):
                task_id = f"{worker}-{number}"
                if number % 10 == 0:
                    history.prepare(
                        endpoint="submit/imagine",
                        action="imagine",
                        body={"prompt": task_id},
                        prompt=task_id,
                        origin="crowd",
                    )
                history.record("crowd", decode_task({"id": task_id, "status": "IN_PROGRESS"}))
    except Exception as error:  # noqa: BLE001 - any error at all is the failure
        errors.append(repr(error))
    done.put(errors)


def fetch(path: str, data: bytes, threads: int, start, done) -> None:
    """Many threads bring the same picture home at once."""
    errors: list[str] = []
    with History(path) as history:

        def add() -> None:
            start.wait()
            try:
                history.pictures.thumbnail(history.pictures.add(data).hash)
            except Exception as error:  # noqa: BLE001 - as above
                errors.append(repr(error))

        crowd = [threading.Thread(target=add) for _ in range(threads)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
    done.put(errors)


def measure(processes: int, writes: int, threads: int) -> tuple[list[str], int, int, bool]:
    """Errors, rows that are missing, picture files, and whether the history is whole."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (256, 256), "teal").save(out, "PNG")
    context = multiprocessing.get_context("spawn")
    done, start = context.Queue(), context.Event()
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/h.sqlite3"
        crowd = [context.Process(target=write, args=(path, n, writes, done)) for n in range(processes)]
        crowd += [
            context.Process(target=fetch, args=(path, out.getvalue(), threads, start, done))
            for _ in range(PICTURE_PROCESSES)
        ]
        for one in crowd:
            one.start()
        start.set()
        errors = [error for _ in crowd for error in done.get(timeout=600)]
        for one in crowd:
            one.join()
        with closing(sqlite3.connect(path)) as connection:
            (tasks,) = connection.execute("SELECT count(DISTINCT task_id) FROM tasks").fetchone()
            (calls,) = connection.execute("SELECT count(*) FROM intents").fetchone()
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        files = sum(one.is_file() for one in (Path(folder) / "pictures").rglob("*"))
    return errors, processes * (writes + -(-writes // 10)) - tasks - calls, files, whole


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--writes", type=int, default=500)
    parser.add_argument("--threads", type=int, default=50)
    given = parser.parse_args()
    errors, missing, files, whole = measure(given.processes, given.writes, given.threads)
    good = not errors and not missing and files == 1 and whole
    print(
        f"F10 {given.processes} processes × {given.writes} writes: {len(errors)} errors, {missing} rows lost,"
        f" history {'whole' if whole else 'BROKEN'}; {PICTURE_PROCESSES} × {given.threads} threads on one"
        f" cold picture: {files} file: {'reached' if good else f'MISSED {errors[:3]}'}"
    )
    sys.exit(not good)


if __name__ == "__main__":
    main()
