"""Speed of the history beside what else one could use: `bench_history.py [--rows 1000000] [--repeats 5]`.

Every reader runs in a process of its own, in turns: its peak memory is its own, and noise hits all alike.
Ratios of one run count; milliseconds do not.
"""

import argparse
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
ORIGIN = "https://relay.example"
WORDS = [
    "red",
    "fox",
    "snow",
    "harbour",
    "fog",
    "oil",
    "ink",
    "lighthouse",
    "dawn",
    "portrait",
    "city",
    "rain",
    "glass",
    "moss",
    "paper",
    "river",
    "gold",
]
TASK = {
    "id": "1730621826053455", "action": "IMAGINE", "prompt": "", "promptEn": "", "description": "",
    "state": "", "submitTime": 1730621826053, "startTime": 1730621829000, "finishTime": None,
    "status": "SUCCESS",
    "imageUrl": "https://cdn.example/attachments/1/2/grid.png?ex=1&is=2&hm=" + "a" * 64, "progress": "100%",
    "failReason": "", "properties": {"finalPrompt": "a red fox --v 7.0", "messageId": "1" * 19},
    "buttons": [{"type": 2, "style": 2, "customId": f"MJ::JOB::upsample::{n}::{'b' * 36}", "emoji": "",
                 "label": f"U{n}"} for n in range(1, 10)],
}  # fmt: skip


def make(path: Path, rows: int) -> None:
    """A history of `rows` finished tasks with their raw bytes, written straight into the tables."""
    from yubo_nb.history import History

    with History(path):
        pass
    rng = random.Random(7)
    raw = json.dumps(TASK).encode()
    connection = sqlite3.connect(path, isolation_level=None)
    names = [row[1] for row in connection.execute("PRAGMA table_info(tasks)")]
    empty = dict.fromkeys(names)
    insert = f"INSERT INTO tasks({','.join(names)}) VALUES({','.join('?' * len(names))})"
    start = 1_700_000_000_000
    connection.execute("BEGIN")
    for low in range(0, rows, 10_000):
        tasks = []
        for number in range(low + 1, min(low + 10_000, rows) + 1):
            words = " ".join(rng.choices(WORDS, k=8))
            seed, stylize = rng.randrange(2**32), rng.choice((50, 250, 750))
            begun = start + number * 30_000
            prompt = f"{words} --ar 3:2 --stylize {stylize} --seed {seed}"
            ok = rng.random() < 0.95
            row = empty | {
                "number": number, "origin": ORIGIN, "task_id": str(1_700_000_000_000_000 + number),
                "intent_id": f"01{number:024d}", "charged": "yes", "price": 0.1,
                "label": rng.choice((None, "U1", "V2")),
                "action": rng.choice(("IMAGINE", "UPSCALE", "VARIATION")),
                "status": "SUCCESS" if ok else "FAILURE",
                "phase": "success" if ok else "failure", "terminal": 1, "percent": 100, "prompt": prompt,
                "prompt_en": "", "final_prompt": prompt, "description": "Submit success",
                "fail_reason": "" if ok else "Banned prompt", "image_url": TASK["imageUrl"], "mode": "FAST",
                "submit_ms": begun, "start_ms": begun + 2000,
                "finish_ms": begun + rng.randrange(20_000, 90_000),
                "picture_hash": f"{rng.getrandbits(256):064x}" if ok else None,
                "picture_state": "CACHED" if ok else "",
                "picture_error": "", "first_seen_ms": begun, "last_seen_ms": begun, "p_ar": "3:2",
                "p_stylize": stylize, "p_seed": seed, "prompt_key": f"{words} --ar 3:2 --stylize {stylize}",
            }  # fmt: skip
            tasks.append(tuple(row[name] for name in names))
        connection.executemany(insert, tasks)
        connection.executemany("INSERT INTO raws VALUES(?,?)", ((task[0], raw) for task in tasks))
    connection.execute("COMMIT")
    connection.close()


# Readers --------------------------------------------------------------------------------------------
PLAIN = "SELECT {} FROM tasks"
CATEGORIES = ("origin", "charged", "action", "status", "phase", "mode", "picture_state")
TIMES = ("submit_ms", "start_ms", "finish_ms")


def plain_sql(path: str) -> tuple[str, dict[str, str]]:
    """All narrow columns of the tasks that a frame shows, and their declared types."""
    with sqlite3.connect(path) as connection:
        info = {row[1]: row[2] for row in connection.execute("PRAGMA table_info(tasks)")}
    for name in ("number", "terminal", "percent", "prompt_en", "image_url", "relay_seed", "first_seen_ms",
                 "last_seen_ms", "picture_error"):  # fmt: skip
        info.pop(name)
    return PLAIN.format(",".join(info)), info


def typed(frame, info):
    import pandas as pd

    for name, kind in info.items():
        if name in CATEGORIES:
            frame[name] = frame[name].astype("category")
        elif name in TIMES:
            frame[name] = pd.to_datetime(frame[name], unit="ms", utc=True)
        else:
            dtype = {"TEXT": "string", "FLOAT": "Float64", "BOOLEAN": "boolean"}.get(kind, "Int64")
            frame[name] = frame[name].astype(dtype)
    return frame


def ours(path):
    from yubo_nb.data import frame
    from yubo_nb.history import History

    history = History(path)
    return lambda: frame.tasks(history)


def arrow_table(path):
    from adbc_driver_sqlite import dbapi

    sql, _ = plain_sql(path)

    def read():
        with dbapi.connect(f"file:{path}?mode=ro") as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()

    return read


def read_sql(path):
    import pandas as pd

    sql, info = plain_sql(path)
    return lambda: typed(pd.read_sql(sql, sqlite3.connect(path)), info)


def cursor_frame(path):
    import pandas as pd

    sql, info = plain_sql(path)
    return lambda: typed(
        pd.DataFrame(sqlite3.connect(path).execute(sql).fetchall(), columns=list(info)), info
    )


READERS = {
    "ours": ours,
    "ADBC -> Arrow table": arrow_table,
    "pandas.read_sql, typed": read_sql,
    "sqlite3 + DataFrame, typed": cursor_frame,
    "ours, no extra": ours,
    "sqlite3 + DataFrame, typed, no extra": cursor_frame,
}


def read_once(name: str, path: str) -> None:
    if name.endswith("no extra"):
        for module in ("pyarrow", "adbc_driver_sqlite"):
            sys.modules[module] = None  # as if it were not installed
    read = READERS[name](path)
    import pandas as pd  # noqa: F401 - its import is no part of reading

    if "no extra" not in name:
        import adbc_driver_sqlite.dbapi  # noqa: F401 - nor are these
        import pyarrow.compute  # noqa: F401
    before = _status("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    found = read()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": _status("VmHWM") - before, "rows": len(found)}))


def _status(name: str) -> float:
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def readers(path: Path, repeats: int) -> None:
    results: dict[str, list[dict[str, float]]] = {name: [] for name in READERS}
    for _ in range(repeats):
        for name in READERS:
            done = subprocess.run(
                [sys.executable, __file__, "--read", name, str(path)],
                capture_output=True,
                text=True,
                check=True,
            )
            results[name].append(json.loads(done.stdout))
    middle = {
        name: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        for name, runs in results.items()
    }
    print(f"\n{'reader':40}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}")
    for name, row in middle.items():
        print(f"{name:40}{row['wall']:9.2f}{row['cpu']:9.2f}{row['peak']:9.0f}")

    def against(a: str, b: str, key: str) -> float:
        return middle[a][key] / middle[b][key]

    print()
    bare = "sqlite3 + DataFrame, typed, no extra"
    for text, a, b, goal in (
        ("ours / Arrow table", "ours", "ADBC -> Arrow table", "<= 1.6"),
        ("read_sql / ours", "pandas.read_sql, typed", "ours", ">= 2"),
        ("no extra / sqlite3 + DataFrame", "ours, no extra", bare, "<= 1.05"),
    ):
        print(f"G13  {text:34} wall {against(a, b, 'wall'):5.2f}   cpu {against(a, b, 'cpu'):5.2f}   {goal}")
    peak = against("ours", "pandas.read_sql, typed", "peak")
    print(f"G13  {'peak memory ours / read_sql':34}      {peak:5.2f}               (goal <= 0.5)")


# Writers --------------------------------------------------------------------------------------------
def bodies(count: int, first: int = 0) -> list[bytes]:
    rng = random.Random(first)
    return [
        json.dumps(
            TASK
            | {
                "id": str(10**15 + first + n),
                "prompt": f"{' '.join(rng.choices(WORDS, k=8))} --ar 3:2 --seed {n}",
            }
        ).encode()
        for n in range(count)
    ]


STATES = (("SUBMITTED", ""), ("IN_PROGRESS", "20%"), ("IN_PROGRESS", "70%"), ("SUCCESS", "100%"))


def lives(count: int) -> list[list[bytes]]:
    """What a poller sees of each task: four states."""
    return [
        [
            json.dumps(json.loads(raw) | {"status": word, "progress": percent}).encode()
            for word, percent in STATES
        ]
        for raw in bodies(count, 10**6)
    ]


def record_ours(folder: Path, seen: list[list[bytes]]) -> float:
    """Microseconds of CPU for each recorded state."""
    from yubo_nb.api.models import decode_task
    from yubo_nb.history import History

    with History(folder / "ours.sqlite3") as history:
        found = [[decode_task(raw) for raw in states] for states in seen]
        cpu = time.process_time()
        for at in range(len(seen[0])):
            for states in found:
                history.record(ORIGIN, states[at])
        return (time.process_time() - cpu) / len(seen) / len(seen[0]) * 1e6


def record_raw(folder: Path, seen: list[list[bytes]]) -> float:
    """The same rows (task, raw bytes, event) by hand, already typed: what the driver alone takes."""
    from yubo_nb.history import History

    with History(folder / "raw.sqlite3"):
        pass
    source = sqlite3.connect(folder / "ours.sqlite3")
    names = [row[1] for row in source.execute("PRAGMA table_info(tasks)")][1:]
    rows = source.execute(f"SELECT {','.join(names)} FROM tasks").fetchall()
    connection = sqlite3.connect(folder / "raw.sqlite3", isolation_level=None)
    connection.execute("PRAGMA synchronous=NORMAL")
    insert = f"INSERT INTO tasks({','.join(names)}) VALUES({','.join('?' * len(names))})"
    changing = names[names.index("action") : names.index("finish_ms") + 1]
    update = f"UPDATE tasks SET {','.join(f'{name}=?' for name in changing)} WHERE number=?"
    part = slice(names.index("action"), names.index("finish_ms") + 1)
    event = "INSERT INTO events(at_ms,origin,task_id,kind,status,phase,percent) VALUES(?,?,?,?,?,?,?)"
    cpu = time.process_time()
    for at in range(len(seen[0])):
        for number, (row, raws) in enumerate(zip(rows, seen, strict=True), 1):
            connection.execute("BEGIN IMMEDIATE")
            if at:
                connection.execute(update, (*row[part], number))
                connection.execute("UPDATE raws SET raw=? WHERE number=?", (raws[at], number))
            else:
                connection.execute(insert, row)
                connection.execute("INSERT INTO raws VALUES(?,?)", (number, raws[at]))
            connection.execute(event, (0, ORIGIN, row[1], "state", "SUCCESS", "success", 100))
            connection.execute("COMMIT")
    return (time.process_time() - cpu) / len(seen) / len(seen[0]) * 1e6


def write_many(path: str, worker: int, count: int) -> tuple[int, float]:
    from yubo_nb.api.models import decode_task
    from yubo_nb.history import History

    worst, errors = 0.0, 0
    with History(path) as history:
        for raw in bodies(count, worker * count):
            begun = time.perf_counter()
            try:
                history.record(ORIGIN, decode_task(raw))
            except Exception as error:  # noqa: BLE001 - what is counted here is any error
                errors += 1
                print(error, file=sys.stderr)
            worst = max(worst, time.perf_counter() - begun)
    return errors, worst


def writers(folder: Path, count: int) -> None:
    for text, seen in (
        ("first sight", [[states[-1]] for states in lives(count)]),
        ("four states", lives(count)),
    ):
        pairs = []
        for turn in range(3):
            place = folder / f"{text}-{turn}"
            place.mkdir()
            pairs.append((record_ours(place, seen), record_raw(place, seen)))
        ours_us, raw_us = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = f"{ours_us / raw_us:.2f}  (goal <= 2)"
        print(f"G14  recording a state, {text}: {ours_us:.0f} us CPU, by hand {raw_us:.0f} us: {ratio}")
    path = folder / "shared.sqlite3"
    from yubo_nb.history import History

    begun = time.perf_counter()
    with get_context("spawn").Pool(8) as pool:
        done = pool.starmap(write_many, [(str(path), worker, 500) for worker in range(8)], chunksize=1)
    with History(path) as history:
        kept = len(history.tasks_of(ORIGIN))
    print(
        f"G14  8 processes x 500: {sum(errors for errors, _ in done)} errors, {kept} of 4000 rows, "
        f"worst wait {max(worst for _, worst in done):.2f} s (goal < 1), {time.perf_counter() - begun:.1f} s"
    )


def main() -> None:
    if sys.argv[1:2] == ["--read"]:
        read_once(sys.argv[2], sys.argv[3])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writers(folder, 2000)
        begun = time.perf_counter()
        make(folder / "history.sqlite3", given.rows)
        size = (folder / "history.sqlite3").stat().st_size / 2**20
        print(f"\n{given.rows} tasks made in {time.perf_counter() - begun:.0f} s, {size:.0f} MB")
        readers(folder / "history.sqlite3", given.repeats)


if __name__ == "__main__":
    main()
