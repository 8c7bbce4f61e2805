"""Over a real socket: cut answers, fresh connections, cancelled awaits, answers that never end."""

import asyncio
import threading
from contextlib import asynccontextmanager

import pytest

from yubo_nb.api import AsyncClient, Client, NotSent, RelayUnavailable, SubmitInDoubt, transport

KEY = "sk-verysecret0123456789"
OK = b'{"code":1,"description":"ok","result":"1730621718151844"}'
TASK = b'{"id":"1","status":"IN_PROGRESS","progress":"5%"}'


def whole(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class Server:
    """Reads requests and writes what it is told, byte for byte. `None` closes without a word."""

    def __init__(self, reply):
        self.reply, self.requests, self.connections, self.hold = reply, [], 0, None
        self.arrived = asyncio.Event()

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (int(h[15:]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length:")), 0
                )
                self.requests.append((head, await reader.readexactly(length)))
                self.arrived.set()
                if self.hold is not None:
                    await self.hold.wait()
                reply = self.reply(len(self.requests)) if callable(self.reply) else self.reply
                if reply is None:
                    return
                writer.write(reply)
                await writer.drain()
                if (
                    b"connection: close" in head.lower()
                    or not reply.startswith(b"HTTP/1.1 200")
                    or len(reply) < 40
                ):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def serving(reply):
    server = Server(reply)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listener.close()


async def in_thread(call):
    return await asyncio.to_thread(call)


async def outcome(kind, url, call):
    """Run one call of either client against the server."""
    if kind is AsyncClient:
        async with AsyncClient(url, KEY) as client:
            client._sleep = _no_sleep
            return await call(client)
    client = Client(url, KEY)
    client._sleep = lambda _seconds: None
    try:
        return await in_thread(lambda: call(client))
    finally:
        client.close()


async def _no_sleep(_seconds):
    return None


both = pytest.mark.parametrize("kind", [Client, AsyncClient])


@both
async def test_a_whole_call(kind, caplog):
    caplog.set_level("DEBUG")
    async with serving(whole(OK)) as server:
        got = await outcome(kind, server.url, lambda c: c.imagine("a cat"))
        assert got.task_id == "1730621718151844"
        head, body = server.requests[0]
        assert head.startswith(b"POST /mj/submit/imagine HTTP/1.1\r\nHost: 127.0.0.1:")
        assert b'"prompt":"a cat"' in body
        assert KEY.encode() in head
        assert "verysecret" not in caplog.text


CUTS = [
    None,
    b"HTTP/1.1 200 OK\r\nContent-Le",
    b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + OK,
    b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + OK,
    b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"cod\r\n',
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    b"no http at all\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
]


@both
@pytest.mark.parametrize("reply", CUTS, ids=range(len(CUTS)))
async def test_case_2_3_5_a_cut_answer_to_a_paid_call_is_in_doubt_and_sent_once(kind, reply):
    async with serving(reply) as server:
        with pytest.raises(SubmitInDoubt) as caught:
            await outcome(kind, server.url, lambda c: c.imagine("a cat"))
        assert len(server.requests) == 1
        assert caught.value.charged == "unknown"
        assert caught.value.__context__ is None


@both
async def test_a_cut_answer_to_a_question_is_asked_again(kind):
    async with serving(lambda n: None if n < 3 else whole(TASK)) as server:
        task = await outcome(kind, server.url, lambda c: c.fetch("1"))
        assert task.percent == 5
        assert len(server.requests) == 3


@both
async def test_case_1_nobody_listening_is_not_sent(kind):
    async with serving(whole(OK)) as server:
        url = server.url
    with pytest.raises(NotSent):
        await outcome(kind, url, lambda c: c.imagine("a cat"))
    with pytest.raises(RelayUnavailable):
        await outcome(kind, url, lambda c: c.fetch("1"))


@both
async def test_case_4_questions_share_a_connection_and_paid_calls_never_do(kind):
    async with serving(lambda n: whole(OK if n % 2 else TASK)) as server:

        def talk_sync(client):
            for _ in range(3):
                client.imagine("a cat")
                client.fetch("1")

        async def talk_async(client):
            for _ in range(3):
                await client.imagine("a cat")
                await client.fetch("1")

        await outcome(kind, server.url, talk_sync if kind is Client else talk_async)
        assert len(server.requests) == 6
        assert server.connections == 4  # three paid, one for all questions


async def test_a_thousand_questions_use_at_most_ten_connections():
    async with serving(whole(TASK)) as server, AsyncClient(server.url, KEY) as client:
        await asyncio.gather(*(client.fetch("1") for _ in range(1000)))
        assert server.connections <= 10


async def test_case_20_cancelled_awaits_do_not_break_the_pool():
    async with serving(whole(TASK)) as server, AsyncClient(server.url, KEY) as client:
        server.hold = asyncio.Event()
        waiting = [asyncio.ensure_future(client.fetch("1")) for _ in range(30)]
        waiting += [asyncio.ensure_future(client.imagine("a cat")) for _ in range(5)]
        await server.arrived.wait()
        for task in waiting:
            task.cancel()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        server.hold.set()
        tasks = await asyncio.gather(*(client.fetch("1") for _ in range(100)))
        assert {task.percent for task in tasks} == {5}


@both
async def test_case_1_tls_that_fails_before_the_request_is_not_sent(kind):
    heard = []

    async def plain_speaker(reader, writer):
        heard.append(await reader.read(5))  # before the answer, or the client may be gone first
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    listener = await asyncio.start_server(plain_speaker, "127.0.0.1", 0)
    url = f"https://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    with pytest.raises(NotSent):
        await outcome(kind, url, lambda c: c.imagine("a cat"))
    listener.close()
    assert [first[:2] for first in heard] == [b"\x16\x03"] * 3  # handshakes, never a request line


@both
async def test_a_proxy_of_the_environment_is_used_but_never_for_this_machine(kind, monkeypatch):
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with serving(whole(OK)) as proxy, serving(whole(OK)) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert (await outcome(kind, server.url, lambda c: c.imagine("a cat"))).accepted
        assert (len(proxy.requests), len(server.requests)) == (0, 1)
        client = kind("http://relay.example", KEY, insecure=True)
        call = client.imagine("a cat") if kind is AsyncClient else in_thread(lambda: client.imagine("a cat"))
        assert (await call).accepted
        assert proxy.requests[0][0].startswith(b"POST http://relay.example/mj/submit/imagine HTTP/1.1\r\n")


async def test_a_client_lives_through_several_event_loops():
    async with serving(whole(TASK)) as server:
        client = AsyncClient(server.url, KEY)

        def two_loops():
            return [asyncio.run(client.fetch("1")).percent for _ in range(2)]

        assert await in_thread(two_loops) == [5, 5]


async def test_many_threads_share_one_client():
    async with serving(whole(TASK)) as server:
        with Client(server.url, KEY) as client:
            percents, lock = [], threading.Lock()

            def ask():
                for _ in range(10):
                    task = client.fetch("1")
                    with lock:
                        percents.append(task.percent)

            threads = [threading.Thread(target=ask) for _ in range(20)]

            def run():
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()

            await in_thread(run)
        assert percents == [5] * 200
        assert server.connections <= 10


@both
@pytest.mark.parametrize("slow", ["silence", "headers", "body"])
async def test_case_6_a_trickle_ends_at_the_total_time_and_is_in_doubt(kind, slow, monkeypatch):
    """The limits of a read are met by every byte; only our own clock ends this."""
    monkeypatch.setattr(transport, "TOTAL_S", 0.4)
    done = asyncio.Event()

    async def trickle(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        try:
            if slow == "body":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not done.is_set() and slow != "silence":
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.02)
            await done.wait()
        except ConnectionError:
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(trickle, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        with pytest.raises(SubmitInDoubt):
            await outcome(kind, url, lambda c: c.imagine("a cat"))
    finally:
        done.set()
        listener.close()


@both
async def test_the_reason_of_an_answer_without_end_is_in_the_readers_language(kind, monkeypatch):
    """In a Chinese sentence it stood in English."""
    monkeypatch.setenv("YUBO_LANG", "zh")
    monkeypatch.setattr(transport, "MAX_ANSWER", 100_000)
    async with serving(whole(b"[" + b" " * 300_000 + b"]")) as server:
        with pytest.raises(RelayUnavailable, match="没有回应（TooMuch: 超过 0 MB）"):
            await outcome(kind, server.url, lambda c: c.list(["1"]))


@both
async def test_an_endless_answer_is_given_up(kind, monkeypatch):
    monkeypatch.setattr(transport, "MAX_ANSWER", 100_000)
    async with serving(whole(b"[" + b" " * 300_000 + b"]")) as server:
        with pytest.raises(RelayUnavailable, match="TooMuch"):
            await outcome(kind, server.url, lambda c: c.list(["1"]))
