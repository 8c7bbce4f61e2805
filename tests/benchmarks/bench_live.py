"""What following 1,000 tasks and submitting one cost, beside bare httpx, in one run.

    python tests/benchmarks/bench_live.py [--tasks 1000] [--ticks 7]

A server in a process of its own answers. Figures are CPU time of this process, medians, taken in turns;
ratios count, milliseconds depend on the machine. "tick" is one interval of the poller with the real history
on the disk behind it.
"""

import argparse
import asyncio
import json
import multiprocessing
import re
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from yubo_nb.api import AsyncClient, PictureClient, protocol  # noqa: E402 - found by the line above
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.live.policy import PollPolicy  # noqa: E402

TASK = json.loads((ROOT / "tests/api/examples/task_upscale_success_v7_buttons.json").read_bytes())
KEY = "sk-bench0123456789"
LIST = "/mj/task/list-by-condition"
NEVER = PollPolicy(first=1e6, slowest=1e6)  # ticks are made by hand


def serve(pipe, moving) -> None:
    """Lists what it is asked for; while `moving` is set, every task has come a percent further."""
    count = {"requests": 0, "tick": 0}
    ids = iter(range(10**9))

    def task(task_id: str) -> bytes:
        percent = count["tick"] % 90 if moving.value else 0
        return json.dumps(
            {
                **TASK,
                "id": task_id,
                "status": "IN_PROGRESS",
                "progress": f"{percent}%",
                "imageUrl": "",
                "buttons": [],
            }
        ).encode()

    def answer(head: bytes, body: bytes) -> bytes:
        if LIST.encode() in head:
            count["requests"] += 1
            wanted = json.loads(body)["ids"]
            if wanted and wanted[0] == "t0":
                count["tick"] += 1
            return b"[" + b",".join(task(one) for one in wanted) + b"]"
        if b"/fetch" in head:
            return task(re.search(rb"/task/([^/]+)/fetch", head)[1].decode())
        return json.dumps({"code": 1, "description": "ok", "result": f"s{next(ids)}"}).encode()

    async def talk(reader, writer) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1])) if length else b""
                data = answer(head, body)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ")
                writer.write(b"%d\r\n\r\n" % len(data) + data)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=2**24)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def cpu(work) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def bare_ticks(client: httpx.Client, base: str, ids: list[str], chunk: int) -> None:
    """What any program must do: ask and read."""
    for start in range(0, len(ids), chunk):
        json.loads(client.post(base + LIST, json={"ids": ids[start : start + chunk]}).content)


async def each(base: str, ids: list[str]) -> None:
    """What most programs do: a request for every task."""
    gate = asyncio.Semaphore(10)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=10)) as client:

        async def one(task_id: str) -> None:
            async with gate:
                (await client.get(f"{base}/mj/task/{task_id}/fetch")).json()

        await asyncio.gather(*map(one, ids))


def raw_submit(client: httpx.Client, base: str) -> None:
    client.post(f"{base}/mj/submit/imagine", json={"prompt": "a cat", "base64Array": []}).json()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=1000)
    parser.add_argument("--ticks", type=int, default=7)
    given = parser.parse_args()
    ids = [f"t{number}" for number in range(given.tasks)]
    context = multiprocessing.get_context("spawn")
    pipe, far = context.Pipe()
    moving = context.Value("b", 0)
    server = context.Process(target=serve, args=(far, moving), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{pipe.recv()}"
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "h.sqlite3") as history:
        engine = Engine(
            lambda: AsyncClient(base, KEY), lambda: PictureClient(base), history, origin="bench", poll=NEVER
        )
        engine.start()
        try:
            run(engine, base, ids, moving, given.ticks)
        finally:
            engine.call(lambda: [engine._poller.forget(one) for one in ids])
            engine.close()
    server.terminate()
    server.join()


def run(engine: Engine, base: str, ids: list[str], moving, ticks: int) -> None:
    def tick() -> None:
        assert engine._thread.run(engine._poller._tick)

    def submit() -> None:
        accepted = threading.Event()
        leave = engine.hub.subscribe(lambda card: card.phase == "queued" and accepted.set())
        engine.submit(protocol.imagine("a cat"), prompt="a cat")
        accepted.wait(10)
        leave()
        engine.call(lambda: [engine._poller.forget(one) for one in engine._poller.live if one[0] == "s"])

    engine.call(lambda: [engine._poller.follow(one) for one in ids])
    tick()  # the first writes every task for the first time
    taken: dict[str, list[float]] = {}
    raw = httpx.Client(headers={"Authorization": KEY})  # made once: its certificates alone cost 15 ms

    def take(name: str, work) -> None:
        taken.setdefault(name, []).append(cpu(work))

    for _ in range(ticks):
        moving.value = 0
        tick()
        take("tick, nothing moved", tick)
        moving.value = 1
        take("tick, all moved", tick)
        take("httpx + json, by 100", lambda: bare_ticks(raw, base, ids, 100))
        take("httpx + json, at once", lambda: bare_ticks(raw, base, ids, len(ids)))
        take("httpx, a GET each", lambda: asyncio.run(each(base, ids)))
        for _ in range(5):
            take("submit", submit)
            take("raw httpx POST", lambda: raw_submit(raw, base))
    medians = {name: statistics.median(values) for name, values in taken.items()}
    print(f"{len(ids)} live tasks, {-(-len(ids) // 100)} requests a tick")
    for name, ms in medians.items():
        print(f"  {name:24} {ms:9.2f} ms CPU")
    bare, many = medians["httpx + json, by 100"], medians["httpx, a GET each"]
    for name in ("tick, nothing moved", "tick, all moved"):
        share = medians[name] / 20
        print(
            f"{name}: {medians[name] / bare:.2f} × the bare list, {medians[name] / many:.3f} × a GET each,"
            f" {share:.1f} % of a core at 2 s (goal 3), {share * 2 / 15:.2f} % at the 15 s it settles at"
        )
    print(f"submit, written down and shown: {medians['submit'] / medians['raw httpx POST']:.2f} × a raw POST")


if __name__ == "__main__":
    main()
