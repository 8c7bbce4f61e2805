"""The studio: what a user holds. It ties client, engine and history together and hands out task handles."""

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Never, Self

from yubo_nb import keywatch, showing
from yubo_nb.api import AsyncClient, PictureClient
from yubo_nb.api.account import Quota
from yubo_nb.api.address import parse_address
from yubo_nb.api.key import Sealed, seal
from yubo_nb.calls import Calls
from yubo_nb.config import DEFAULT_HISTORY, SANDBOX_KEY, Settings, read_settings
from yubo_nb.doubts import Doubt
from yubo_nb.history import Caps, History
from yubo_nb.lang import say
from yubo_nb.lineage import Lineage
from yubo_nb.live.engine import Engine
from yubo_nb.live.handle import TaskHandle
from yubo_nb.live.policy import SANDBOX, PollPolicy
from yubo_nb.prices import Overrule, Prices, load_prices
from yubo_nb.prompt import compose, count
from yubo_nb.spending import DEFAULT_CAPS, Budget, StudioTerms
from yubo_nb.studio_history import StudioHistory, shown

if TYPE_CHECKING:
    from yubo_nb.sandbox import Sandbox
    from yubo_nb.widgets.boards import TaskBoard, TaskComparison, TaskGrid
    from yubo_nb.widgets.slots import Slots

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
    prices: Overrule = None,
    budget: "Caps | Literal[False] | None" = None,
    allow_paid: bool | None = None,
) -> "Studio":
    """Open a studio and say in one line where it leads.

    Settings come from the arguments, the environment (YUBO_BASE_URL, YUBO_API_KEY, YUBO_HISTORY), `.env`,
    Colab's secrets, `yb.login()` and the keyring, in this order. Without a key it is the sandbox, a relay in
    this process that charges nothing; `speed` divides its durations. Connecting again with the same settings
    gives the studio that is open already, so a cell can be run twice. Raises InvalidRequest, AuthError,
    HistoryError; sends nothing.

    `prices`, a mapping or a file, is laid over the list of `prices.toml`. `budget` are the caps on paid
    calls: None gives a relay `spending.DEFAULT_CAPS` and the sandbox none, False takes them away.
    `allow_paid` (or YUBO_ALLOW_PAID) says whether a relay's paid calls may be made at all; None: only while
    a person is there.
    """
    if lang is not None:
        os.environ["YUBO_LANG"] = lang
    api_key = None if api_key is None else seal(api_key)
    keywatch.look(api_key)  # before anything can fail: the key is in the cell all the same
    settings = read_settings(base_url, api_key, history=history, sandbox=sandbox, insecure=insecure)
    keywatch.look(settings.api_key)
    studio = next((one for one in _open if one.engine.alive and one.settings.same_as(settings)), None)
    if studio is not None and speed in {None, studio.speed}:
        studio.set_terms(prices, budget, allow_paid=allow_paid)
    else:
        if studio is not None:
            studio.close()
        studio = Studio(settings, speed=speed, prices=prices, budget=budget, allow_paid=allow_paid)
    _open[:] = [one for one in _open if one.engine.alive and one is not studio] + [studio]
    print(studio.line)  # noqa: T201 - the one line that `connect` promises
    if unsure := sum(not doubt.left for doubt in studio.doubts()):
        real = not studio.engine.sandbox
        line = say(
            f"{unsure} submit(s) in doubt{', perhaps charged' * real}: studio.doubts()",
            f"有 {unsure} 次提交结果不明{'，可能已扣费' * real}：studio.doubts()",
        )
        print(line)  # noqa: T201 - and the one that must not be missed
    return studio


def home(task: TaskHandle) -> "Studio | None":
    """The open studio that a task belongs to."""
    alive = (one for one in _open if one.engine.alive)
    return next((one for one in alive if task == TaskHandle(one.engine, task.key)), None)


def current() -> "Studio":
    """The studio that was connected last and is still open; else it is connected now."""
    return next((one for one in reversed(_open) if one.engine.alive), None) or connect()


class Studio(Calls):
    """Everything for one relay and one history. Also a context manager. Made by `connect`."""

    def __init__(
        self,
        settings: Settings,
        *,
        speed: float | None = None,
        poll: PollPolicy | None = None,
        prices: Overrule = None,
        budget: "Caps | Literal[False] | None" = None,
        allow_paid: bool | None = None,
    ) -> None:
        self.settings = settings
        self.speed = speed
        self._sandbox: Sandbox | None = None
        self._store = History(settings.history)
        try:
            terms = self._terms(settings, prices)
            self.engine = self._engine(settings, speed, poll, terms)
        except BaseException:
            self._store.close()
            raise
        self.set_terms(None, budget, allow_paid=allow_paid)
        self.engine.display = partial(showing.show_task, self)
        self.history = StudioHistory(self._store, self.engine)
        self.engine.start()
        self.engine.call(self._store.know_origin, self.engine.origin, sandbox=self.engine.sandbox)

    @property
    def line(self) -> str:
        """Where this studio leads; no port, time or key in it, so that a notebook's output stays the same."""
        place = shown(self.settings.history)
        if self._sandbox is not None:
            return say(
                f"Sandbox: no key needed, nothing is charged. History: {place}",
                f"沙盒：无需 key，不会扣费。历史记录：{place}",
            )
        source, origin = self.settings.sources, self.engine.origin
        if self.engine.sandbox:
            return say(
                f"Sandbox {origin} ({source['base_url']}), nothing is charged. History: {place}",
                f"沙盒 {origin}（{source['base_url']}），不会扣费。历史记录：{place}",
            )
        return say(
            f"Relay {origin} ({source['base_url']}), key from {source['api_key']}. History: {place}",
            f"中转站 {origin}（{source['base_url']}），key 来自{source['api_key']}。历史记录：{place}",
        )

    @property
    def prices(self) -> Prices:
        """What each kind of call costs, with date and source; in the sandbox nobody pays it."""
        return self._money.price_list

    @property
    def budget(self) -> Budget:
        """What was spent here, and the caps; `with studio.budget(2.00):` is a budget for a block."""
        return self._money.budget

    def price(self, prompt: str, **parameters: object) -> float | None:
        """What this prompt costs with all its alternatives, before anything is sent; None: not known.

        The word of another kind of call ("upscale") gives the price of one such call.
        """
        if not parameters and prompt in self.prices:
            return self.prices[prompt]
        one = self.prices.get("imagine")
        return None if one is None else one * count(compose(prompt, tables=None, **parameters))

    def quota(self) -> Quota:
        """What the key may still spend, as the relay tells it; free of charge.

        The reading is kept: should a call be in doubt later, `Doubt.look(balance=True)` compares with it.
        Raises NotOffered where the relay tells no balance.
        """
        return self.engine.quota()

    def set_terms(
        self,
        prices: Overrule = None,
        budget: "Caps | Literal[False] | None" = None,
        *,
        allow_paid: bool | None = None,
    ) -> None:
        """Change what `connect` was given; None leaves it as it is."""
        self._money.change(prices, budget, allow_paid=allow_paid)

    def doubts(self) -> "list[Doubt]":
        """Submits whose outcome nobody knows, also those you left, oldest first; see `history.settle`."""
        return [Doubt(self.engine, one) for one in self._store.intents("IN_DOUBT", self.engine.origin)]

    @property
    def references(self) -> "Slots":
        """The reference pictures of the panel's form: `studio.references.put(picture)`, `.clear()`."""
        from yubo_nb.widgets import panel

        return panel.references(self)

    def task(self, task_id: str) -> TaskHandle:
        """Any task by its id, also one made elsewhere with the same key. Raises TaskNotFound."""
        return self.engine.follow(str(task_id).strip())  # a number of a spreadsheet is taken too

    def lineage(self, task: TaskHandle | str) -> Lineage:
        """Where a task comes from and what came of it, as a tree. Raises TaskNotFound."""
        return Lineage(self, task if isinstance(task, TaskHandle) else self.task(task))

    def report(
        self,
        path: str | os.PathLike[str],
        *,
        tasks: Iterable[TaskHandle | str] | None = None,
        title: str | None = None,
        pictures: Literal["thumbnail", "full", "none"] = "thumbnail",
    ) -> Path:
        """One .html file to send to a colleague, which works offline: pictures, lineage, costs, failures.

        It is about `tasks`, handles or ids; None: everything. No key, local path or signed link is in it;
        prompts, ratings and your notes are. Raises ValueError, IsADirectoryError, OSError.
        """
        from yubo_nb.data.report import report

        ids = (one.id or one.key if isinstance(one, TaskHandle) else str(one) for one in tasks or ())
        only = None if tasks is None else set(ids)
        return report(self._store, path, only=only, title=title, pictures=pictures)

    def board(self, tasks: Iterable[TaskHandle] | None = None) -> "TaskBoard":
        """The live cards of these tasks, or of all: the last line of a cell shows it. It is an anywidget."""
        from yubo_nb.widgets.boards import board

        return board(self.engine, None if tasks is None else [task.key for task in tasks], self.prices)

    def grid(
        self, tasks: Iterable[TaskHandle], *, rows: str | None = None, cols: str | None = None
    ) -> "TaskGrid":
        """These tasks in a table of what their prompts vary: seeds across, words or a parameter down.

        `rows` and `cols` name a parameter ("stylize"), "words", or "button"; "" leaves an axis out. It is an
        anywidget, shown as the last line of a cell. Raises ValueError for what the tasks do not vary by.
        """
        from yubo_nb.widgets.boards import grid

        return grid(self.engine, tasks, self.prices, rows=rows, cols=cols)

    def compare(self, *tasks: "TaskHandle | tuple[TaskHandle, int]") -> "TaskComparison":
        """Pictures against each other: slider, side by side, flicker, difference, zoomed together.

        Two tasks, or more of which two are chosen, or one grid, whose four are compared. `(task, 3)` is one
        picture of a grid. Unfinished tasks are shown when they come. Raises TypeError, ValueError.
        """
        from yubo_nb.widgets.boards import compare

        return compare(self.engine, tasks, self.prices)

    def selected(self) -> list[TaskHandle]:
        """The tasks that are ticked on the board, as it shows them; empty where no board was shown."""
        from yubo_nb.widgets import panel

        return [TaskHandle(self.engine, key) for key in panel.selected(self.engine)]

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
        showing.show(self)

    def _display_(self) -> Any:
        """How marimo asks."""
        return showing.for_marimo(self)

    def _terms(self, settings: Settings, prices: Overrule) -> StudioTerms:
        """A sandbox is not only the one we start: its keys cannot be used anywhere else."""
        key = settings.api_key
        if key is None:
            origin, mode, sandbox = SANDBOX_ORIGIN, "", True
        else:
            address = parse_address(settings.base_url, insecure=settings.insecure)
            origin, mode = address.origin, address.mode_prefix.removeprefix("/").removeprefix("mj-")
            sandbox = key.open().startswith(SANDBOX_KEY)
        budget = Budget(self._store, origin, None if sandbox else DEFAULT_CAPS)
        self._money = StudioTerms(load_prices(prices).at(mode or None), budget, sandbox=sandbox)
        return self._money

    def _engine(
        self, settings: Settings, speed: float | None, poll: PollPolicy | None, terms: StudioTerms
    ) -> Engine:
        if settings.api_key is not None:
            sealed, base_url, insecure = settings.api_key, settings.base_url, settings.insecure
            return Engine(
                lambda: AsyncClient(base_url, sealed, insecure=insecure, on_wait=self._paused),
                lambda: PictureClient(base_url),
                self._store,
                origin=parse_address(base_url, insecure=insecure).origin,
                sandbox=terms.sandbox,
                poll=poll,
                terms=terms,
            )
        from yubo_nb.sandbox import Sandbox

        state = sandbox_state(settings.history)
        state.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A relay refreshes every 15 s and refuses some buttons; what is tried out here moves and answers.
        shown: dict[str, Any] = {"refresh": 0, "patched": True}
        pace = 10.0 if speed is None else speed
        here = self._sandbox = Sandbox(state_file=state, speed=pace, options=shown).start()
        return Engine(
            lambda: AsyncClient(here.base_url, here.api_key, on_wait=self._paused),
            lambda: PictureClient(here.base_url),
            self._store,
            origin=SANDBOX_ORIGIN,
            sandbox=True,
            poll=poll or SANDBOX,
            terms=terms,
        )

    def _paused(self, seconds: float, reason: str) -> None:
        self.engine.paused(seconds, reason)


def sandbox_state(history: str) -> Path:
    """Beside the history, so that both are kept or thrown away together."""
    beside = DEFAULT_HISTORY if "://" in history else Path(history)
    return beside.expanduser().absolute().parent / "sandbox.sqlite3"
