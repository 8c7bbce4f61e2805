"""A relay that says exactly what a test wants, over real HTTP: for faults the sandbox does not have."""

import json
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, Any] | None  # status and body; None breaks the connection without a word
SUBMITTED = (200, {"code": 1, "description": "ok", "result": "1001"})


class Scripted:
    """`answer(method, path, body)` is asked for every request; `heard` keeps them."""

    def __init__(self, answer: Callable[[str, str, Any], Reply]) -> None:
        self.heard: list[tuple[str, str, Any]] = []
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self._speak(json.loads(body) if body else None)

            def do_GET(self) -> None:
                self._speak(None)

            def _speak(self, body: Any) -> None:
                scripted.heard.append((self.command, self.path, body))
                reply = answer(self.command, self.path, body)
                if reply is None:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                status, content = reply
                data = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def count(self, part: str) -> int:
        return sum(part in path for _, path, _ in self.heard)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def task(status: str = "IN_PROGRESS", progress: str = "0%", **more: Any) -> dict[str, Any]:
    return {"id": "1001", "action": "IMAGINE", "status": status, "progress": progress, "prompt": "x", **more}
