"""A plain page with a widget on it: a real browser, a hand-written model, and the Python half beside it."""

import base64
import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.widgets.fakes import listen
from yubo_nb.widgets import aside, pace
from yubo_nb.widgets.base import Live
from yubo_nb.widgets.form import drafts

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>a widget</title>
<link rel="icon" href="data:,"><style>body { margin: 16px; font-family: sans-serif }</style></head>
<body><main id="here"></main><script type="module">
const listeners = new Set(), changes = {};
const text = (buffer) => {
  let letters = "";
  for (const byte of new Uint8Array(buffer)) letters += String.fromCharCode(byte);
  return btoa(letters);
};
window.sent = [];
window.state = {};
const model = {
  get: (name) => window.state[name],
  set: (name) => { throw new Error("a trait was set: " + name) },
  save_changes: () => { throw new Error("a trait was set") },
  send: (message, _callbacks, buffers = []) => window.sent.push([message, buffers.map(text)]),
  on: (name, fn) => (name === "msg:custom" ? listeners.add(fn) : (changes[name] ??= new Set()).add(fn)),
  off: (name, fn) => (name === "msg:custom" ? listeners.delete(fn) : changes[name].delete(fn)),
};
window.receive = (message, buffers) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const views = buffers.map((text) => new DataView(bytes(text).buffer));
  for (const listener of listeners) listener(message, views);
};
window.change = (state) => {
  Object.assign(window.state, state);
  for (const name in state) for (const fn of changes[`change:${name}`] ?? []) fn();
};
window.start = async (state, views) => {
  window.state = state;
  document.head.append(Object.assign(document.createElement("style"), { textContent: state._css }));
  const url = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
  const widget = await (await import(url)).default();
  const life = new AbortController();
  window.end = () => life.abort();
  await widget.initialize?.({ model, signal: life.signal });
  window.view = async () => {
    const el = document.createElement("div");
    document.querySelector("#here").append(el);
    await widget.render({ model, el, signal: life.signal });
  };
  for (let n = 0; n < views; n += 1) await window.view();
};
window.ready = true;
</script></body></html>"""


@pytest.fixture(scope="session")
def page_url() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGE.encode() if self.path == "/" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()


class Stage:
    """One page with one board. `pump` carries the messages between the two halves: nothing is a race."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.heard: list[dict[str, Any]] = []

    def show(self, shown: Live, *, views: int = 1, **traits: Any) -> "Stage":
        self.board = shown
        self.outbox = listen(shown)
        self.page.goto(self.url)
        self.page.wait_for_function("window.ready")
        state = {name: value for name, value in shown.get_state().items() if name != "layout"}
        self.page.evaluate("([state, views]) => window.start(state, views)", [{**state, **traits}, views])
        return self

    def pump(self) -> "Stage":
        """Carry everything that waits on either side, until both are quiet."""
        while True:
            said = self.page.evaluate("window.sent.splice(0)")
            for message, buffers in said:
                self.heard.append(message)
                views = [memoryview(base64.b64decode(buffer)) for buffer in buffers]
                self.board._guard(self.board, message, views)
            out = list(self.outbox)
            self.outbox.clear()
            for message in out:
                self.deliver(message)
            if not said and not out:
                return self

    def deliver(self, message: dict[str, Any]) -> None:
        content = {name: value for name, value in message.items() if name != "buffers"}
        buffers = [base64.b64encode(data).decode() for data in message.get("buffers", [])]
        self.page.evaluate("([message, buffers]) => window.receive(message, buffers)", [content, buffers])

    def set_traits(self, *names: str) -> None:
        """Carry changed traits to the page, as a kernel does by itself."""
        state = self.board.get_state()
        self.page.evaluate("state => window.change(state)", {name: state[name] for name in names})

    def pictures(self, count: int) -> "Stage":
        """Pump until this many pictures are drawn."""
        for _ in range(100):
            self.pump()
            drawn = "() => [...document.images].filter((i) => i.complete && i.naturalWidth).length"
            if self.page.evaluate(drawn) >= count:
                return self
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
        raise AssertionError(f"only {self.page.evaluate(drawn)} of {count} pictures are drawn")

    def reads(self, text: str) -> "Stage":
        """Pump until the page says this; what is near the viewport is asked for frames later."""
        for _ in range(600):
            self.pump()
            if self.page.get_by_text(text).count():
                return self
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
        raise AssertionError(f"the page never says {text!r}")

    def all_near(self) -> "Stage":
        """Scroll past every card, until each has its body; what they ask for is answered."""
        self.page.evaluate(
            """async () => {
                for (const card of document.querySelectorAll(".yb-card")) {
                    card.scrollIntoView();
                    while (!card.querySelector(".yb-body")) await new Promise(requestAnimationFrame);
                }
            }"""
        )
        return self.pump()

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["kind"] == kind]


class NoLoop:
    """Stands for asyncio: Playwright's own loop runs on this thread, and is not the engine's."""

    @staticmethod
    def get_running_loop() -> None:
        raise RuntimeError


@pytest.fixture
def stage(chromium: Browser, page_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(aside, "asyncio", NoLoop)
    monkeypatch.setattr(pace, "asyncio", NoLoop)
    monkeypatch.setattr(drafts, "asyncio", NoLoop)
    context = chromium.new_context(viewport={"width": 1080, "height": 900}, color_scheme="light")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    yield Stage(page, page_url)
    context.close()
    assert not errors
