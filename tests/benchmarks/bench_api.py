"""What a call and a decode cost, beside what people would use instead, in one run.

    python tests/benchmarks/bench_api.py [--calls 400] [--runs 7]

A server in a process of its own answers one fixed task of 2.7 kB. Ratios of CPU time in one run, rounds
interleaved, medians. Peers that are not installed (openai, pydantic, aiohttp) are named and left out.
"""

import argparse
import asyncio
import http.client
import importlib.util
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from yubo_nb.api import AsyncClient, Client  # noqa: E402 - the package is found by the line above
from yubo_nb.api.models import decode_task, decode_tasks  # noqa: E402

TASK = (ROOT / "tests/api/examples/task_upscale_success_v7_buttons.json").read_bytes()
ONE = json.dumps(json.loads(TASK), ensure_ascii=False).encode()
MANY = b"[" + b",".join([ONE] * 1000) + b"]"
KEY = "sk-bench0123456789"


def serve(pipe) -> None:
    """A bare asyncio server: parsing nothing keeps its own cost out of the way."""
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(ONE) + ONE
    )

    class Plain(asyncio.Protocol):
        def connection_made(self, transport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            for _ in range(data.count(b"\r\n\r\n")):
                self.transport.write(answer)

    async def main() -> None:
        server = await asyncio.get_running_loop().create_server(Plain, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def cpu(call: Callable[[], None], times: int) -> float:
    """µs of this process's CPU per time."""
    began = time.process_time()
    call()
    return (time.process_time() - began) / times * 1e6


def rounds(cases: dict[str, Callable[[], None]], times: int, runs: int) -> dict[str, float]:
    """Medians, the cases in turn within every run so that noise hits all of them alike."""
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for call in cases.values():
        call()
    for _ in range(runs):
        for name, call in cases.items():
            taken[name].append(cpu(call, times))
    return {name: statistics.median(values) for name, values in taken.items()}


def table(title: str, figures: dict[str, float], base: str, goals: dict[str, tuple[str, float]]) -> None:
    print(f"\n{title}\n" + "-" * 78)
    for name, value in figures.items():
        print(f"{name:44} {value:10.1f} µs CPU   {value / figures[base]:6.2f} x {base}")
    for goal, (peer, limit) in goals.items():
        if peer in figures:
            ratio = figures["yubo_nb"] / figures[peer]
            print(
                f"  {goal}: {ratio:.2f} x {peer}, goal {limit}: {'reached' if ratio <= limit else 'MISSED'}"
            )


def installed(name: str) -> bool:
    found = importlib.util.find_spec(name) is not None
    if not found:
        print(f"(no {name} here: its column is left out)")
    return found


def sync_calls(port: int, times: int, runs: int) -> None:
    url = f"http://127.0.0.1:{port}"
    plain = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {KEY}"})
    ours = Client(url, KEY)
    bare = http.client.HTTPConnection("127.0.0.1", port)

    def by_httpx() -> None:
        for _ in range(times):
            plain.get("/mj/task/1780396501976113/fetch").json()

    def by_http_client() -> None:
        for _ in range(times):
            bare.request("GET", "/mj/task/1780396501976113/fetch", headers={"Authorization": f"Bearer {KEY}"})
            json.loads(bare.getresponse().read())

    def by_us() -> None:
        for _ in range(times):
            ours.fetch("1780396501976113")

    cases = {"http.client": by_http_client, "httpx": by_httpx, "yubo_nb": by_us}
    if installed("openai"):
        from openai import OpenAI
        from openai.types import Model

        peer = OpenAI(base_url=url, api_key=KEY, max_retries=0)

        def by_openai() -> None:
            for _ in range(times):
                peer.get("/mj/task/1780396501976113/fetch", cast_to=Model)

        cases["openai"] = by_openai
    figures = rounds(cases, times, runs)
    goals = {"G9 sync": ("httpx", 1.15), "G9 stretch": ("httpx", 0.7), "G9 openai": ("openai", 0.5)}
    table("One call, one after another", figures, "httpx", goals)
    ours.close()


def async_calls(port: int, times: int, runs: int) -> None:
    url = f"http://127.0.0.1:{port}"
    path = "/mj/task/1780396501976113/fetch"
    loop = asyncio.new_event_loop()
    plain = httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {KEY}"})
    ten = httpx.AsyncClient(
        base_url=url, headers={"Authorization": f"Bearer {KEY}"}, limits=httpx.Limits(max_connections=10)
    )
    ours = AsyncClient(url, KEY)

    def crowd(one: Callable) -> Callable[[], None]:
        """`times` calls, 100 in flight."""

        async def worker(share: int) -> None:
            for _ in range(share):
                await one()

        async def all_of_them() -> None:
            await asyncio.gather(*(worker(times // 100) for _ in range(100)))

        return lambda: loop.run_until_complete(all_of_them())

    async def by_httpx() -> None:
        (await plain.get(path)).json()

    async def by_ten() -> None:
        (await ten.get(path)).json()

    async def by_us() -> None:
        await ours.fetch("1780396501976113")

    cases = {"httpx": crowd(by_httpx), "httpx, 10 connections": crowd(by_ten), "yubo_nb": crowd(by_us)}
    session = None
    if installed("aiohttp"):
        import aiohttp

        async def make() -> aiohttp.ClientSession:
            return aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"})

        session = loop.run_until_complete(make())

        async def by_aiohttp() -> None:
            async with session.get(url + path) as response:
                json.loads(await response.read())

        cases["aiohttp"] = crowd(by_aiohttp)
    figures = rounds(cases, times, max(3, runs // 2))
    if session is not None:
        loop.run_until_complete(session.close())
    loop.run_until_complete(ours.aclose())
    table(
        "One call, 100 in flight", figures, "httpx", {"G10": ("httpx", 0.6), "G10 stretch": ("aiohttp", 1.5)}
    )


class Bare(msgspec.Struct, rename="camel"):
    """What msgspec needs for the same fields when every server behaves: the measure of G11."""

    id: str
    action: str
    status: str
    prompt: str
    prompt_en: str
    description: str
    state: str | None
    submit_time: int
    start_time: int
    finish_time: int
    progress: str
    image_url: str
    fail_reason: str | None
    buttons: list[dict]
    properties: dict


def decoding(runs: int) -> None:
    bare = msgspec.json.Decoder(Bare).decode
    bare_list = msgspec.json.Decoder(list[Bare]).decode
    times = 2000

    def repeat(call: Callable[[bytes], object], data: bytes, count: int) -> Callable[[], None]:
        def run() -> None:
            for _ in range(count):
                call(data)

        return run

    def read_one(data: bytes) -> object:
        task = decode_task(data)
        return task.id, task.phase, task.percent, task.image_url

    def read_many(data: bytes) -> object:
        return [(task.id, task.phase, task.percent, task.image_url) for task in decode_tasks(data)]

    one = {
        "json.loads": repeat(json.loads, ONE, times),
        "msgspec struct": repeat(bare, ONE, times),
        "yubo_nb": repeat(decode_task, ONE, times),
        "yubo_nb, and what a tick reads": repeat(read_one, ONE, times),
    }
    many = {
        "json.loads": repeat(json.loads, MANY, 3),
        "msgspec struct": repeat(bare_list, MANY, 3),
        "yubo_nb": repeat(decode_tasks, MANY, 3),
        "yubo_nb, and what a tick reads": repeat(read_many, MANY, 3),
    }
    if installed("pydantic"):
        from pydantic import BaseModel, TypeAdapter

        class Model(BaseModel):
            id: str
            action: str
            status: str
            prompt: str
            submitTime: int  # noqa: N815 - the wire's name
            progress: str
            imageUrl: str  # noqa: N815
            buttons: list[dict]
            properties: dict

        adapter = TypeAdapter(list[Model])
        one["pydantic"] = repeat(Model.model_validate_json, ONE, times)
        many["pydantic"] = repeat(adapter.validate_json, MANY, 3)
    table("One task decoded", rounds(one, times, runs), "json.loads", {"G11 one": ("msgspec struct", 1.3)})
    goals = {"G11 list": ("json.loads", 0.5), "G11 pydantic": ("pydantic", 0.2)}
    table("1,000 tasks decoded", rounds(many, 3, runs), "json.loads", goals)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=400)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    port = here.recv()
    try:
        sync_calls(port, options.calls, options.runs)
        async_calls(port, options.calls, options.runs)
        decoding(options.runs)
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
