"""F9: hostile addresses of pictures through a whole engine: who is connected to.

    python tests/figures/f09_pictures.py [--step 1]

A relay on this machine finishes a task for every hostile address, directly and behind a redirect of its own,
with names that lead to this machine, and with one that first is public and then this machine. Every
connection of the process is seen (by Python's audit hook); none but the relay's own address may be among
them. A picture at the relay itself is the control, and shows that the hook sees.
"""

import argparse
import re
import socket
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.api.hostile_addresses import CORPUS  # noqa: E402 - found by the line above
from yubo_nb.api import AsyncClient, PictureClient  # noqa: E402
from yubo_nb.api.models import decode_task  # noqa: E402
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.live.policy import PollPolicy  # noqa: E402

PUBLIC = "8.8.4.4"  # where the changing name leads at first; the hook lets nobody connect there
connected: list[tuple[str, int]] = []
allowed: set[int] = set()
watching = threading.Event()


def hook(event: str, args: tuple[Any, ...]) -> None:
    """Notes every connection, and stops those to anything but the relay before they are made."""
    if event == "socket.connect" and watching.is_set():
        host, port = args[1][:2]
        connected.append((host, port))
        if port not in allowed:
            raise ConnectionRefusedError(f"{host} is not the relay")


class Names:
    """A DNS that leads every name to this machine; `changing.` only from the second question on."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = {}
        self._real = socket.getaddrinfo

    def __call__(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if re.fullmatch(r"[\d.]+|[\da-f:]+", name):
            return self._real(host, port, *args, **kwargs)
        self.asked[name] = self.asked.get(name, 0) + 1
        place = PUBLIC if name.startswith("changing.") and self.asked[name] == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]


def serve(redirects: dict[str, str]) -> ThreadingHTTPServer:
    """The relay's pictures: /mj/image/control is one, the others lead elsewhere."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            target = redirects.get(self.path)
            self.send_response(302 if target else 200)
            if target:
                self.send_header("Location", target)
            body = b"" if target else out.getvalue()
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def measure(step: int) -> tuple[int, int, list[tuple[str, int]], bool]:
    """Addresses tried, how many were refused on their cards, who else was connected to, the control."""
    canary = socket.create_server(("127.0.0.1", 0))
    port = canary.getsockname()[1]
    sendable = [url for _, url in CORPUS[::step] if url.isprintable() and url.isascii()]
    redirects = {f"/mj/image/r{number}": url for number, url in enumerate(sendable)}
    server = serve(redirects)
    base = f"http://127.0.0.1:{server.server_port}"
    urls = [url for _, url in CORPUS[::step]]
    urls += [f"http://127.0.0.1:{port}/x.png", f"http://any.example:{port}/x.png", f"http://0x7f.1:{port}/"]
    urls += [base + path for path in redirects]
    changing = "http://changing.example/x.png"
    control = base + "/mj/image/control"
    names, real = Names(), socket.getaddrinfo
    allowed.add(server.server_port)
    with tempfile.TemporaryDirectory() as folder, History(f"{folder}/h.sqlite3") as history:
        engine = Engine(
            lambda: AsyncClient(base, "sk-figure"),
            lambda: PictureClient(base),
            history,
            origin="figure",
            poll=PollPolicy(first=1e6, slowest=1e6),
        )
        socket.getaddrinfo = names
        watching.set()
        engine.start()
        told = threading.Event()
        left = set(range(len(urls))) | {"control"}

        def seen(card: Any) -> None:
            if card.picture_error or card.picture:
                left.discard(int(card.task_id) if card.task_id.isdecimal() else card.task_id)
                if not left:
                    told.set()

        engine.hub.subscribe(seen)
        pairs = [*enumerate(urls), ("control", control), ("changing", changing)]
        tasks = [
            decode_task({"id": str(name), "action": "IMAGINE", "status": "SUCCESS", "imageUrl": url})
            for name, url in pairs
        ]
        engine.call(engine._listener.heard, tasks)
        told.wait(120)
        refused = sum(bool(card.picture_error) for card in engine.hub.cards())
        shown = engine.hub.get("task:control")
        good = shown is not None and shown.picture.startswith("full:")
        engine.close()
        watching.clear()
        socket.getaddrinfo = real
    server.shutdown()
    server.server_close()
    canary.close()
    others = [place for place in connected if place[1] not in allowed and place != (PUBLIC, 80)]
    good = good and (PUBLIC, 80) in connected and ("127.0.0.1", server.server_port) in connected
    return len(urls), refused, others, good


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", type=int, default=1)
    sys.addaudithook(hook)
    tried, refused, others, control = measure(parser.parse_args().step)
    good = refused > 0.9 * tried and not others and control
    print(
        f"F9 hostile addresses of pictures: {tried} tried, {refused} refused on their cards (the others are"
        f" relative and lead back to the relay), connections to anything but the relay {len(others)};"
        f" control {'seen' if control else 'NOT SEEN'}: {'reached' if good else f'MISSED {others[:3]}'}"
    )
    sys.exit(not good)


if __name__ == "__main__":
    main()
