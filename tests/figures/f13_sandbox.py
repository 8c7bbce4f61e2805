"""F13: whom the sandbox of a real kernel refuses, and how long its port outlives its kernel.

python tests/figures/f13_sandbox.py
"""

import json
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [one for one in (str(ROOT),) if one not in sys.path]

from jupyter_client.manager import KernelManager  # noqa: E402

STORY = """
import yubo_nb as yb
studio = yb.connect(sandbox=True)
box = studio._sandbox
print("AT", box.base_url, box.api_key, box.requests is not None)
"""
GRACE = 2.0
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
BODY = '{"prompt": "a cat"}'


@dataclass
class Sandboxed:
    """A kernel with a studio in it; the port of its sandbox and the key."""

    manager: KernelManager
    client: Any
    port: int
    key: str

    def run(self, code: str) -> str:
        """What the code prints in the kernel."""
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            said.append(content.get("text") or "\n".join(content.get("traceback", [])))

        self.client.execute_interactive(code, timeout=60, output_hook=hear, store_history=False)
        return "".join(said)


@contextmanager
def kernel(folder: Path) -> Iterator[Sandboxed]:
    """A real kernel, ended whatever happens."""
    manager = KernelManager(kernel_name="python3")
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "YUBO_HISTORY": str(folder / "history.sqlite3"),
        "YUBO_LANG": "en",
    }
    manager.start_kernel(cwd=str(folder), env=env)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        held = Sandboxed(manager, client, 0, "")
        said = held.run(STORY)
        _, url, held.key, _ = said[said.index("AT ") :].split()
        held.port = int(url.rpartition(":")[2])
        yield held
    finally:
        client.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


def ask(port: int, head: str, body: bytes = b"", host: str = "127.0.0.1") -> tuple[int, str]:
    """The status and the whole answer to raw HTTP; 0 when the door closed without a word."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        try:
            raw.sendall(f"{head}\r\nHost: {host}\r\nConnection: close\r\n".encode())
            raw.sendall(f"Content-Length: {len(body)}\r\n".encode() if "Length:" not in head else b"")
            raw.sendall(b"\r\n" + body)
        except ConnectionError:
            pass  # it hung up while we were still pushing; what it said first is still there
        answer = b""
        try:
            while chunk := raw.recv(65536):
                answer += chunk
        except ConnectionError:
            pass
    status = int(answer.split()[1]) if answer.startswith(b"HTTP/") else 0
    return status, answer.decode("latin-1")


def attacks(port: int, key: str) -> dict[str, bool]:
    """Each attack, and whether it was refused; most have the key, as a page that stole it would."""
    order = (
        f"POST /mj/submit/imagine HTTP/1.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json"
    )
    look = f"GET /mj/task/1/fetch HTTP/1.1\r\nAuthorization: Bearer {key}"
    body = BODY.encode()
    found: dict[str, bool] = {}
    for host in (
        "evil.example",
        f"127.0.0.1.evil.example:{port}",
        f"localhost.evil.example:{port}",
        "0.0.0.0",
        "",
    ):
        found[f"rebinding {host!r}"] = ask(port, order, body, host)[0] in {400, 421}
    for origin in (
        "http://evil.example",
        "null",
        f"http://127.0.0.1:{port + 1}",
        "https://127.0.0.1",
        "file://",
    ):
        status, text = ask(port, f"{order}\r\nOrigin: {origin}", body)
        found[f"origin {origin}"] = status == 403 and "access-control" not in text.lower()
    preflight = "OPTIONS /mj/submit/imagine HTTP/1.1\r\nOrigin: http://evil.example\r\n"
    preflight += "Access-Control-Request-Method: POST"
    status, text = ask(port, preflight)
    found["preflight"] = status == 403 and "access-control" not in text.lower()
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
        form = f"POST /mj/submit/imagine HTTP/1.1\r\nContent-Type: {kind}"
        found[f"form without the key, {kind}"] = ask(port, form, body)[0] == 401
        found[f"form of another page, {kind}"] = (
            ask(port, f"{form}\r\nOrigin: http://evil.example", body)[0] == 403
        )
    for path in (
        "/mj/image/../../../../etc/passwd", "/mj/image/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "//etc/passwd",
        "/attachments/1/1/..%2f..%2fetc%2fpasswd", "/mj/image/..\\..\\etc\\passwd", "/..%2f..%2fetc/passwd",
        "/etc/passwd%00.png",
    ):  # fmt: skip
        found[f"traversal {path}"] = (
            "root:" not in ask(port, f"GET {path} HTTP/1.1\r\nAuthorization: Bearer {key}")[1]
        )
    found["declared oversize"] = ask(port, f"{order}\r\nContent-Length: 1000000000")[0] == 413
    chunked = f"{order}\r\nTransfer-Encoding: chunked\r\nX-Length: -"
    flood = b"".join(b"100000\r\n" + b"x" * 0x100000 + b"\r\n" for _ in range(40)) + b"0\r\n\r\n"
    found["oversize in pieces"] = ask(port, chunked, flood)[0] in {0, 413}
    found["wrong key"] = ask(port, look.replace(key, "sk-wrong"))[0] == 401
    found["no key"] = ask(port, "GET /mj/task/1/fetch HTTP/1.1")[0] == 401
    found["still answers"] = ask(port, look)[0] in {200, 400}
    return found


def listening(port: int) -> list[str]:
    """The addresses on which this port is open, from the system's own table."""
    rows: list[str] = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        local = [line.split()[1] for line in lines if line.split()[3] == "0A"]
        rows += [
            address.rpartition(":")[0] for address in local if int(address.rpartition(":")[2], 16) == port
        ]
    return rows


def closed_after(port: int, end: Callable[[], object]) -> float:
    """Seconds from the end of the kernel until nobody listens; GRACE × 5 when somebody still does."""
    end()
    began = time.monotonic()
    while time.monotonic() - began < GRACE * 5:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return time.monotonic() - began
        time.sleep(0.01)  # a port has no way to tell that it closed
    return GRACE * 5


@dataclass
class Result:
    attacks: dict[str, bool] = field(default_factory=dict)
    charged: int = 0
    addresses: list[str] = field(default_factory=list)
    closed: dict[str, float] = field(default_factory=dict)

    @property
    def open(self) -> list[str]:
        return [name for name, refused in self.attacks.items() if not refused]


def measure(ends: tuple[str, ...] = ("killed", "shut down", "restarted")) -> Result:
    """One kernel for each way to end."""
    result = Result()
    for how in ends:
        with tempfile.TemporaryDirectory() as folder, kernel(Path(folder)) as held:
            if not result.attacks:
                result.attacks = attacks(held.port, held.key)
                result.addresses = listening(held.port)
                result.charged = json.loads(held.run("print(len(box.ledger))"))
            manager = held.manager
            ways: dict[str, Callable[[], object]] = {
                "killed": lambda: os.kill(manager.provisioner.pid, signal.SIGKILL),  # noqa: B023 - called at once
                "shut down": lambda: manager.shutdown_kernel(now=False),  # noqa: B023
                "restarted": lambda: manager.restart_kernel(now=True),  # noqa: B023
            }
            result.closed[how] = closed_after(held.port, ways[how])
    return result


def main() -> int:
    got = measure()
    slowest = max(got.closed.values())
    loopback = got.addresses == ["0100007F"]
    print(
        f"F13: {len(got.attacks) - len(got.open)} of {len(got.attacks)} attacks refused, "
        f"{got.charged} charged, {'127.0.0.1 only' if loopback else got.addresses}; "
        f"port closed {slowest:.2f} s after its kernel ended "
        f"({', '.join(f'{how} {seconds:.2f}' for how, seconds in got.closed.items())})"
    )
    for name in got.open:
        print(f"    not refused: {name}")
    return 1 if got.open or got.charged or not loopback or slowest > GRACE else 0


if __name__ == "__main__":
    sys.exit(main())
