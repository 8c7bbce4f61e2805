"""`notifyHook`: the task is posted to an address on each change. Nothing is retried, as the family never
does.

Only addresses on this machine are called: the sandbox must not become anybody's way into a network.
"""

import http.client
import json
import threading
from urllib.parse import urlsplit

from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.scenario import Task
from yubo_nb.sandbox.views import Views
from yubo_nb.sandbox.wire import Json

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TICK, _LIMIT = 0.05, 3.0


class Hooks:
    """Watches tasks that want to be told about, on a thread that lives only while there are any."""

    def __init__(self, relay: Relay, views: Views) -> None:
        self._relay = relay
        self._views = views
        self._watched: dict[str, str] = {}
        self._held: Json | None = None
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, task: Task | None) -> None:
        """Follow a task that has been accepted, if it asks for it and this relay delivers hooks."""
        if task is None or not (self._relay.switches.hooks and _callable(task.notify_hook)):
            return
        with self._lock:
            self._watched[task.id] = ""
            if self._thread is None or not self._thread.is_alive():
                self._stop.clear()
                self._thread = threading.Thread(target=self._run, name="yubo-sandbox-hooks", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Tell nobody anything any more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_LIMIT + 1)

    def _run(self) -> None:
        while not self._stop.wait(_TICK):
            with self._lock:
                ids = list(self._watched)
                if not ids:
                    self._thread = None
                    return
            for task_id in ids:
                self._look(task_id)

    def _look(self, task_id: str) -> None:
        task = self._relay.task(task_id)
        if task is None:
            return
        moment = task.at(self._relay.clock.now())
        mark = f"{moment.status}:{moment.percent}"
        if mark != self._watched.get(task_id):
            self._watched[task_id] = mark
            self._send(task, self._views.fetched(task), last=moment.over)
        if moment.over:
            with self._lock:
                self._watched.pop(task_id, None)

    def _send(self, task: Task, body: Json, *, last: bool) -> None:
        if not self._relay.switches.hook_mischief:
            _post(task.notify_hook, body)
            return
        # every second body waits for the next one and comes after it; all come twice
        if self._held is None and not last:
            self._held = body
            return
        for late in (body, body, self._held):
            if late is not None:
                _post(task.notify_hook, late)
        self._held = None


def _callable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in _LOOPBACK and port is not None


def _post(address: str, body: Json) -> None:
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_LIMIT)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        line.request(
            "POST", path, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
        )
        line.getresponse().read(1024)
    except (OSError, http.client.HTTPException):
        return
    finally:
        line.close()
