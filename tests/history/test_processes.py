"""Several kernels on one history."""

import multiprocessing
import sqlite3

import pytest

from yubo_nb.history import History


def write(path: str, worker: int, count: int, origin: str, raw: bytes, done) -> None:
    from yubo_nb.api.models import decode_task

    errors = []
    try:
        with History(path) as history:
            for n in range(count):
                history.record(origin, decode_task(raw.replace(b'"17"', f'"{worker}-{n}"'.encode())))
    except Exception as error:  # noqa: BLE001 - any error at all is the failure
        errors.append(repr(error))
    done.put(errors)


def test_case_39_eight_processes_write_at_once(scene) -> None:
    context = multiprocessing.get_context("spawn")
    done = context.Queue()
    raw = scene.task().raw
    scene.history.close()
    scene.path.unlink()  # they also make it at the same moment
    workers = [
        context.Process(target=write, args=(str(scene.path), worker, 500, scene.origin, raw, done))
        for worker in range(8)
    ]
    for worker in workers:
        worker.start()
    assert [done.get(timeout=110) for _ in workers] == [[]] * 8
    for worker in workers:
        worker.join()
    with sqlite3.connect(scene.path) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT task_id) FROM tasks").fetchone() == (
            4000,
            4000,
        )
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (4000,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def submit(path: str, origin: str, together, done) -> None:
    with History(path) as history:
        together.wait(60)
        intent, new = history.prepare(
            endpoint="submit/imagine",
            action="imagine",
            body={"prompt": "x"},
            prompt="x",
            origin=origin,
            dedupe="cell",
        )
        # What a kernel that ended has not sent may be asked again: nobody leaves before all have asked.
        together.wait(60)
    done.put((intent.intent_id, new))


@pytest.mark.parametrize("count", [4])
def test_case_24_two_kernels_with_one_body_give_one_task(scene, count) -> None:
    context = multiprocessing.get_context("spawn")
    together, done = context.Barrier(count), context.Queue()
    kernels = [
        context.Process(target=submit, args=(str(scene.path), scene.origin, together, done))
        for _ in range(count)
    ]
    for kernel in kernels:
        kernel.start()
    made = [done.get(timeout=60) for _ in kernels]
    for kernel in kernels:
        kernel.join()
    assert len({intent_id for intent_id, _ in made}) == 1
    assert sum(new for _, new in made) == 1


def _open_and_close(path: str) -> None:
    History(path).close()


def _count(path: str, done) -> None:
    with History(path) as history:
        done.put(len(history.intents()))


def test_case_39_opening_again_in_one_kernel_takes_no_locks_away(scene) -> None:
    """A cell that connects is run again, then another kernel comes and goes: it once removed our log."""
    context = multiprocessing.get_context("spawn")
    done = context.Queue()
    with History(scene.path):
        visitor = context.Process(target=_open_and_close, args=(str(scene.path),))
        visitor.start()
        visitor.join()
        for number in range(5):
            scene.history.prepare(
                endpoint="submit/imagine", action="imagine", body={"n": number}, prompt="p", origin="x"
            )
        reader = context.Process(target=_count, args=(str(scene.path), done))
        reader.start()
        assert done.get(timeout=60) == 5
        reader.join()
