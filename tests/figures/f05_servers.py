"""A relay that echoes the key wherever a relay can, and a place that is none of the relay's."""

import base64
import html
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any, Self
from urllib.parse import quote

AUTH = {"authorization", "mj-api-secret"}


class _Running:
    """A server on a free port of this machine, as long as the `with` lasts."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._server.daemon_threads = True
        self.port = int(server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Elsewhere(_Running):
    """Another origin, and the environment's proxy on the way to one: writes down every byte it is sent."""

    def __init__(self) -> None:
        heard: list[bytes] = []

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                self.request.settimeout(5)
                try:
                    heard.append(self.request.recv(65536))
                    if heard[-1].startswith(b"CONNECT"):
                        self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                        heard.append(self.request.recv(65536))  # the TLS hello, with the host's name in it
                    else:
                        self.request.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                except OSError:
                    heard.append(b"(hung up)")

        self._heard = heard
        super().__init__(ThreadingTCPServer(("127.0.0.1", 0), Handler))

    def heard(self) -> bytes:
        """All of it."""
        return b"\n".join(self._heard)


class Echoing(_Running):
    """Answers by the prompt's first word; everything it says has the key in it, in many spellings."""

    def __init__(self, key: str, planted: str, elsewhere: int) -> None:
        self.saw_key = 0
        self._lines: list[bytes] = []
        echoing = self
        bare = key.removeprefix("sk-")
        encoded = base64.b64encode(f"Bearer {key}".encode()).decode()
        echo = " | ".join([key, bare, quote(key, safe=""), html.escape(key), encoded, planted])
        prompts: dict[str, str] = {}
        outside = f"https://{planted}.example/p.png?token={quote(key, safe='')}"
        pictures = {
            "outside": outside,
            "local": f"http://127.0.0.1:{elsewhere}/p.png?token={quote(key, safe='')}",
        }

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                echoing._lines.append(data)
                self._answer(json.loads(data))

            def _answer(self, body: dict[str, Any]) -> None:
                echoing._note(self.requestline, self.headers.items(), key)
                if self.path.startswith("/mj/image/"):
                    self._send(302, b"", location=outside)
                elif "list-by-condition" in self.path:
                    self._send(200, [self._task(one) for one in body["ids"]])
                elif self.path.endswith("/fetch"):
                    name = self.path.split("/")[-2]
                    self._send(200, self._task(name) if "-" in name else None)
                else:
                    self._submitted(str(body.get("prompt") or "refuse"))

            def _submitted(self, prompt: str) -> None:
                way = prompt.split(maxsplit=1)[0]
                prompts.setdefault(f"{way}-1", prompt)
                if way == "refuse":
                    self._send(401, {"error": {"message": echo, "type": echo, "code": echo}})
                elif way == "banned":
                    self._send(200, {"code": 24, "description": echo, "properties": {"bannedWord": echo}})
                elif way == "page":
                    self._send(200, f"<!doctype html><title>{echo}</title>{echo}".encode())
                elif way == "away":
                    self._send(307, b"", location=f"http://127.0.0.1:{elsewhere}/?key={quote(key, safe='')}")
                elif way == "cut":
                    self._send(200, echo.encode(), missing=100)
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                else:
                    done = {
                        "code": 1,
                        "description": echo,
                        "result": f"{way}-1",
                        "properties": {"echo": echo},
                    }
                    self._send(200, done)

            def _task(self, name: str) -> dict[str, Any]:
                way = name.split("-", maxsplit=1)[0]
                task = {"id": name, "action": "IMAGINE", "promptEn": echo, "description": echo}
                task["prompt"] = prompts.get(name, echo)  # another one would be another's task
                task |= {"status": "SUCCESS", "progress": "100%", "properties": {"finalPrompt": echo}}
                task["buttons"] = [
                    {"customId": f"MJ::{echo}", "label": echo, "emoji": "", "type": 2, "style": 2}
                ]
                if way == "fail":
                    return task | {"status": "FAILURE", "failReason": echo}
                home = f"http://127.0.0.1:{echoing.port}/mj/image/{name}?token={quote(key, safe='')}"
                return task | {"imageUrl": pictures.get(way, home)}

            def _send(self, status: int, body: Any, *, location: str = "", missing: int = 0) -> None:
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status, f"Told {key} {planted}")
                if location:
                    self.send_header("Location", location)
                for name in ("X-Oneapi-Request-Id", "Set-Cookie", "Server-Says", f"X-{planted}"):
                    self.send_header(name, key)
                self.send_header("Content-Length", str(len(data) + missing))
                self.end_headers()
                self.wfile.write(data)
                self.wfile.flush()

            def log_message(self, *args: object) -> None: ...

        super().__init__(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        self.base_url = f"http://127.0.0.1:{self.port}"

    def _note(self, line: str, headers: Any, key: str) -> None:
        self._lines.append(line.encode())
        for name, value in headers:
            if name.lower() in AUTH:
                self.saw_key += key in value
            else:
                self._lines.append(f"{name}: {value}".encode())

    def heard_without_key_headers(self) -> bytes:
        """Every line and body it was sent, but the headers that are there to carry the key."""
        return b"\n".join(self._lines)
