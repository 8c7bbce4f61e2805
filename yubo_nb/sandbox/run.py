"""The sandbox as one holds it in hand: started, asked for its address and key, stopped."""

import asyncio
import secrets
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import uvicorn

from yubo_nb.sandbox.clock import Clock
from yubo_nb.sandbox.faults import Faults
from yubo_nb.sandbox.flavours import switches
from yubo_nb.sandbox.guard import Guard
from yubo_nb.sandbox.ledger import Charge, Heard
from yubo_nb.sandbox.memory import Memory
from yubo_nb.sandbox.mischief import Mischief, WireProtocol
from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.server import Server

if TYPE_CHECKING:
    from starlette.types import ASGIApp


class Sandbox:
    """A relay on 127.0.0.1 that charges nothing.

    `speed` divides a relay's durations (at 10 an imagine takes about 4 s). `state_file` lets tasks survive
    a restart. `flavour` is `new-api`, `plus`, `trueai` or `novicezk`; `options` turns single switches of it
    (see `Switches`). The same `seed` paints the same pictures for the same orders in the same sequence.
    """

    def __init__(
        self,
        *,
        speed: float = 10.0,
        state_file: Path | None = None,
        flavour: str = "new-api",
        port: int = 0,
        seed: int = 0,
        api_key: str | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.clock = Clock(speed)
        self.switches = switches(flavour, options)
        self.requests: list[Heard] = []
        self._given_key = api_key
        self._key = api_key or f"sk-sandbox-{secrets.token_urlsafe(24)}"
        self._port = port
        self._bound = port
        self._state_file = state_file
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.RLock()
        self._memory = Memory(state_file)
        self.clock.offset = float(self._memory.setting("offset", 0.0))
        self._relay = Relay(self.clock, self._memory, self.switches, lambda: self.base_url, seed)
        server = Server(self._relay, Easel(self._memory.blob), lambda: self._key)
        self._hooks = server.hooks
        self.faults = Faults()
        self.app: ASGIApp = Guard(Mischief(server.app(), self.faults), self.requests, lambda: self.base_url)

    def __repr__(self) -> str:
        how = "running" if self._server else "stopped"
        return f"<Sandbox {self.switches.flavour} at {self.base_url}, {how}>"

    @property
    def base_url(self) -> str:
        """The address; without a port of its own until it is started."""
        return f"http://127.0.0.1:{self._bound}" if self._bound else "http://127.0.0.1"

    @property
    def api_key(self) -> str:
        """The key it takes, a new one at each start unless one was given."""
        return self._key

    @property
    def ledger(self) -> list[Charge]:
        """Every charge so far, refunds marked."""
        return self._relay.charges()

    def start(self) -> Self:
        """Listen; returns when it answers. A second call changes nothing."""
        with self._lock:
            if self._server is not None:
                return self
            if self._given_key is None and self._thread is not None:
                self._key = f"sk-sandbox-{secrets.token_urlsafe(24)}"
            # asyncio switches Nagle off only where it sees TCP named; without that each answer waits 40 ms
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", self._port))
            except OSError:
                listener.close()
                raise
            self._bound = int(listener.getsockname()[1])
            config = uvicorn.Config(
                self.app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                proxy_headers=False,
                http=WireProtocol,
                server_header=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=1,
            )
            server = _Quiet(config)
            thread = threading.Thread(
                target=_serve, args=(server, listener), name="yubo-sandbox", daemon=True
            )
            thread.start()
            server.up.wait(20)
            self._server, self._thread = server, thread
            return self

    def stop(self) -> None:
        """Stop listening; returns when the port is closed."""
        with self._lock:
            server, thread = self._server, self._thread
            if server is None or thread is None:
                return
            self._memory.set("offset", self.clock.offset)
            self._hooks.close()
            server.should_exit = True
            thread.join(10)
            self._server = None
            self._bound = self._port

    def close(self) -> None:
        """Stop, and let go of the state file."""
        self.stop()
        self._memory.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Quiet(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    # a loop of its own: a notebook's may be busy, patched or uvloop's
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(server.serve([listener]))
