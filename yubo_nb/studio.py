"""The studio: what a user holds. It ties client, engine and history together and hands out task handles."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Never, Self

from yubo_nb import keywatch
from yubo_nb.api import AsyncClient, PictureClient, protocol
from yubo_nb.api.address import parse_address
from yubo_nb.api.errors import InvalidRequest
from yubo_nb.api.key import Sealed, seal
from yubo_nb.config import DEFAULT_HISTORY, Settings, read_settings
from yubo_nb.history import History
from yubo_nb.lang import say
from yubo_nb.live.engine import Engine
from yubo_nb.live.handle import TaskHandle
from yubo_nb.live.policy import SANDBOX, PollPolicy
from yubo_nb.prompt import PromptError, compose, parse

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs] - it has none

    from yubo_nb.sandbox import Sandbox

SANDBOX_ORIGIN = "sandbox"  # not its address: after a restart the port is another, the tasks are not
_open: "list[Studio]" = []


def connect(
    base_url: str | None = None,
    api_key: str | Sealed[str] | None = None,
    *,
    history: str | os.PathLike[str] | None = None,
    sandbox: bool | None = None,
    speed: float | None = None,
    lang: str | None = None,
    insecure: bool = False,
) -> "Studio":
    """Open a studio and say in one line where it leads.

    Settings come from the arguments, the environment (YUBO_BASE_URL, YUBO_API_KEY, YUBO_HISTORY), `.env`,
    Colab's secrets, `yb.login()` and the keyring, in this order. Without a key it is the sandbox, a relay in
    this process that charges nothing; `speed` divides its durations. Connecting again with the same settings
    gives the studio that is open already, so a cell can be run twice. Raises InvalidRequest, AuthError,
    HistoryError; sends nothing.
    """
    if lang is not None:
        os.environ["YUBO_LANG"] = lang
    api_key = None if api_key is None else seal(api_key)
    keywatch.look(api_key)  # before anything can fail: the key is in the cell all the same
    settings = read_settings(base_url, api_key, history=history, sandbox=sandbox, insecure=insecure)
    keywatch.look(settings.api_key)
    studio = next((one for one in _open if one.engine.alive and one.settings.same_as(settings)), None)
    if studio is not None and speed in {None, studio.speed}:
        pass
    else:
        if studio is not None:
            studio.close()
        studio = Studio(settings, speed=speed)
        _open[:] = [one for one in _open if one.engine.alive] + [studio]
    print(studio.line)  # noqa: T201 - the one line that `connect` promises
    return studio


class Studio:
    """Everything for one relay and one history. Also a context manager. Made by `connect`."""

    def __init__(
        self, settings: Settings, *, speed: float | None = None, poll: PollPolicy | None = None
    ) -> None:
        self.settings = settings
        self.speed = speed
        self._sandbox: Sandbox | None = None
        self._store = History(settings.history)
        try:
            self.engine = self._engine(settings, speed, poll)
        except BaseException:
            self._store.close()
            raise
        self.engine.display = _show_task(self)
        self.history = StudioHistory(self._store, self.engine)
        self.engine.start()
        self.engine.call(self._store.know_origin, self.engine.origin, sandbox=self.engine.sandbox)

    @property
    def line(self) -> str:
        """Where this studio leads; no port, time or key in it, so that a notebook's output stays the same."""
        place = _shown(self.settings.history)
        if self._sandbox is not None:
            return say(
                f"Sandbox: no key needed, nothing is charged. History: {place}",
                f"沙盒：无需 key，不会扣费。历史记录：{place}",
            )
        source, origin = self.settings.sources, self.engine.origin
        return say(
            f"Relay {origin} ({source['base_url']}), key from {source['api_key']}. History: {place}",
            f"中转站 {origin}（{source['base_url']}），key 来自{source['api_key']}。历史记录：{place}",
        )

    @property
    def prices(self) -> Mapping[str, float]:
        """What each kind of call costs, where that is known; in the sandbox nobody pays it."""
        return self.engine.prices

    def imagine(
        self, prompt: str, images: Sequence[Any] = (), *, gesture: str | None = None, **parameters: object
    ) -> TaskHandle:
        """Send a prompt; returns at once. Parameters as `ar="3:2", stylize=250, seed=7` or in the text.

        `images` are reference pictures: addresses, paths, bytes, PIL images, arrays, or tasks. Raises
        InvalidRequest, before anything is sent, for a prompt that cannot succeed.
        """
        text, bot_type = _checked(prompt, parameters)
        request = protocol.imagine(text, images=[self._picture(one) for one in images], bot_type=bot_type)
        return self.engine.submit(request, prompt=text, gesture=gesture)

    def blend(self, images: Sequence[Any], *, dimensions: str = "SQUARE") -> TaskHandle:
        """Mix two to five pictures; `dimensions` is SQUARE, PORTRAIT or LANDSCAPE."""
        request = protocol.blend([self._picture(one) for one in images], dimensions=dimensions)
        return self.engine.submit(request)

    def describe(self, picture: Any) -> TaskHandle:
        """A picture to up to four prompts."""
        return self.engine.submit(protocol.describe(self._picture(picture)))

    def shorten(self, prompt: str) -> TaskHandle:
        """Which words of a prompt matter."""
        return self.engine.submit(protocol.shorten(prompt), prompt=prompt)

    def swap_face(self, source: Any, target: Any) -> TaskHandle:
        """Put the face of `source` into the picture `target`."""
        return self.engine.submit(protocol.swap_face(self._picture(source), self._picture(target)))

    def task(self, task_id: str) -> TaskHandle:
        """Any task by its id, also one made elsewhere with the same key. Raises TaskNotFound."""
        return self.engine.follow(task_id.strip())

    def close(self) -> None:
        """End the engine's thread, the sandbox and the history. A submit under way is waited for."""
        self.engine.close()
        if self._sandbox is not None:
            self._sandbox.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if "engine" not in vars(self):  # a traceback with locals shows a studio that could not be opened
            return "Studio()"
        state = "" if self.engine.alive else say(", closed", "，已关闭")
        return f"Studio({self.line}{state})"

    def __reduce__(self) -> Never:
        raise TypeError("a Studio is never pickled: it holds a key; call yb.connect() where it is needed")

    def _ipython_display_(self) -> None:
        if not _has_front_end():
            print(repr(self))  # noqa: T201 - what IPython would do without this method
            return
        from yubo_nb.widgets import panel

        if self.engine.alive:
            self.engine.resume()  # a panel opened after a restart shows what is still running
        panel.show(self)

    def _engine(self, settings: Settings, speed: float | None, poll: PollPolicy | None) -> Engine:
        if settings.api_key is not None:
            sealed, base_url, insecure = settings.api_key, settings.base_url, settings.insecure
            return Engine(
                lambda: AsyncClient(base_url, sealed, insecure=insecure, on_wait=self._paused),
                lambda: PictureClient(base_url),
                self._store,
                origin=parse_address(base_url, insecure=insecure).origin,
                poll=poll,
            )
        from yubo_nb.sandbox import Sandbox
        from yubo_nb.sandbox.ledger import PRICES

        state = sandbox_state(settings.history)
        state.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        here = self._sandbox = Sandbox(state_file=state, speed=10.0 if speed is None else speed).start()
        return Engine(
            lambda: AsyncClient(here.base_url, here.api_key, on_wait=self._paused),
            lambda: PictureClient(here.base_url),
            self._store,
            origin=SANDBOX_ORIGIN,
            sandbox=True,
            poll=poll or SANDBOX,
            prices={action.lower(): price for action, price in PRICES.items()},
        )

    def _paused(self, seconds: float, reason: str) -> None:
        self.engine.paused(seconds, reason)

    def _picture(self, picture: Any) -> Any:
        if not isinstance(picture, TaskHandle):
            return picture
        card = picture.card
        if not card.picture.startswith("full:"):
            raise InvalidRequest(
                say(
                    f"{picture!r} has no picture yet; wait() for it.",
                    f"{picture!r} 还没有图片，请先 wait()。",
                ),
                field="images",
            )
        return self.engine.picture(card.picture)[0]


class StudioHistory:
    """What happened, as DataFrames; `store` is the database below."""

    def __init__(self, store: History, engine: Engine) -> None:
        self.store = store
        self._engine = engine

    def tasks(self) -> "pd.DataFrame":
        """One row a task; calls that never got an id are rows too."""
        from yubo_nb.data import frame

        return frame.tasks(self.store)

    def images(self) -> "pd.DataFrame":
        """One row a picture."""
        from yubo_nb.data import frame

        return frame.images(self.store)

    def events(self) -> "pd.DataFrame":
        """One row a change of state."""
        from yubo_nb.data import frame

        return frame.events(self.store)

    def ledger(self) -> "pd.DataFrame":
        """One row a charge, doubt or refund."""
        from yubo_nb.data import frame

        return frame.ledger(self.store)

    def resume(self) -> list[TaskHandle]:
        """Follow again what is unfinished, after a restart. Sends nothing paid."""
        return self._engine.resume()

    def __reduce__(self) -> Never:
        raise TypeError("a studio's history is never pickled; its tables are, and so is its file")

    def __repr__(self) -> str:
        return f"StudioHistory({_shown(self.store.url)})"


def _checked(prompt: str, parameters: Mapping[str, object]) -> tuple[str, str]:
    """The whole prompt and the bot it is for; a prompt that is sure to fail is refused."""
    try:
        text = compose(prompt, tables=None, **parameters)
    except PromptError as error:
        raise _impossible(str(error), error.parameter) from error
    parsed = parse(text)
    for problem in parsed.problems:
        if problem.severity == "error":
            raise _impossible(str(problem), problem.parameter)
    return text, "NIJI_JOURNEY" if "niji" in parsed.parameters else "MID_JOURNEY"


def _impossible(why: str, parameter: str | None) -> InvalidRequest:
    sentence = why if why.endswith((".", "。", "!", "?")) else why + say(".", "。")
    return InvalidRequest(sentence, field=parameter or "prompt", endpoint="submit/imagine")


def sandbox_state(history: str) -> Path:
    """Beside the history, so that both are kept or thrown away together."""
    beside = DEFAULT_HISTORY if "://" in history else Path(history)
    return beside.expanduser().absolute().parent / "sandbox.sqlite3"


def _shown(place: str) -> str:
    """A path as short as it can be said; a URL without the password in it."""
    if "://" in place:
        scheme, _, rest = place.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}"
    path = Path(place).expanduser().absolute()
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _has_front_end() -> bool:
    """Whether somebody could show a widget; a plain script and a terminal cannot."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return shell is not None and getattr(shell, "kernel", None) is not None


def _show_task(studio: Studio) -> "Any":
    def show(handle: TaskHandle) -> None:
        if not _has_front_end():
            print(repr(handle))  # noqa: T201 - what IPython would do without a display method
            return
        from yubo_nb.widgets import panel

        panel.show_task(studio, handle)

    return show
