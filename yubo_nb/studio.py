"""The studio: what a user holds. It ties client, engine and history together and hands out task handles."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Never, Self

from yubo_nb import keywatch
from yubo_nb.api import AsyncClient, PictureClient, protocol
from yubo_nb.api.address import parse_address
from yubo_nb.api.errors import InvalidRequest
from yubo_nb.api.key import Sealed, seal
from yubo_nb.config import DEFAULT_HISTORY, SANDBOX_KEY, Settings, read_settings
from yubo_nb.doubts import Doubt
from yubo_nb.history import Caps, History
from yubo_nb.lang import say
from yubo_nb.live.engine import Engine
from yubo_nb.live.handle import TaskHandle
from yubo_nb.live.policy import SANDBOX, PollPolicy
from yubo_nb.prices import Overrule, Prices, load_prices
from yubo_nb.prompt import PromptError, compose, count, parse
from yubo_nb.spending import DEFAULT_CAPS, Budget, StudioTerms
from yubo_nb.studio_history import StudioHistory, shown

if TYPE_CHECKING:
    from yubo_nb.sandbox import Sandbox

SANDBOX_ORIGIN = "sandbox"  # not its address: after a restart the port is another, the tasks are not
_REMEMBERED = 12  # tasks on the board of a new kernel; all of them are in `history.tasks()`
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
        _open[:] = [one for one in _open if one.engine.alive] + [studio]
    print(studio.line)  # noqa: T201 - the one line that `connect` promises
    if unsure := len(studio.doubts()):
        line = say(
            f"{unsure} submit(s) in doubt, perhaps charged: studio.doubts()",
            f"有 {unsure} 次提交结果不明，可能已扣费：studio.doubts()",
        )
        print(line)  # noqa: T201 - and the one that must not be missed
    return studio


class Studio:
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
        self.engine.display = _show_task(self)
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
        """Submits whose outcome nobody knows, oldest first; see `history.settle`."""
        return [Doubt(self.engine, one) for one in self._store.intents("IN_DOUBT", self.engine.origin)]

    def imagine(
        self,
        prompt: str,
        images: Sequence[Any] = (),
        *,
        gesture: str | None = None,
        again: bool = False,
        **parameters: object,
    ) -> TaskHandle:
        """Send a prompt; returns at once. Parameters as `ar="3:2", stylize=250, seed=7` or in the text.

        A cell that runs again gives the task it made before; `again=True` pays for another. `images` are
        reference pictures: addresses, paths, bytes, PIL images, arrays, or tasks. Raises InvalidRequest,
        before anything is sent, for a prompt that cannot succeed.
        """
        text, bot_type = _checked(prompt, parameters)
        request = protocol.imagine(text, images=[self._picture(one) for one in images], bot_type=bot_type)
        return self.engine.submit(request, prompt=text, gesture=gesture, again=again)

    def blend(self, images: Sequence[Any], *, dimensions: str = "SQUARE", again: bool = False) -> TaskHandle:
        """Mix two to five pictures; `dimensions` is SQUARE, PORTRAIT or LANDSCAPE."""
        request = protocol.blend([self._picture(one) for one in images], dimensions=dimensions)
        return self.engine.submit(request, again=again)

    def describe(self, picture: Any, *, again: bool = False) -> TaskHandle:
        """A picture to up to four prompts."""
        return self.engine.submit(protocol.describe(self._picture(picture)), again=again)

    def shorten(self, prompt: str, *, again: bool = False) -> TaskHandle:
        """Which words of a prompt matter."""
        return self.engine.submit(protocol.shorten(prompt), prompt=prompt, again=again)

    def swap_face(self, source: Any, target: Any, *, again: bool = False) -> TaskHandle:
        """Put the face of `source` into the picture `target`."""
        request = protocol.swap_face(self._picture(source), self._picture(target))
        return self.engine.submit(request, again=again)

    def task(self, task_id: str) -> TaskHandle:
        """Any task by its id, also one made elsewhere with the same key. Raises TaskNotFound."""
        return self.engine.follow(str(task_id).strip())  # a number of a spreadsheet is taken too

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
        if not _has_front_end():
            print(repr(self))  # noqa: T201 - what IPython would do without this method
            return
        from yubo_nb.widgets import panel

        if self.engine.alive:
            self._remember()
            self.engine.resume()  # a panel opened after a restart shows what is still running
        panel.show(self)

    def _remember(self) -> None:
        """A panel opened after a restart shows the last tasks too: "no pictures yet" would not be true."""
        if not self.engine.hub.cards():
            for task in reversed(self._store.tasks_of(self.engine.origin, _REMEMBERED)):
                self.engine.follow(task.task_id)

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


def _checked(prompt: str, parameters: Mapping[str, object]) -> tuple[str, str]:
    """The whole prompt and the bot it is for; a prompt that is sure to fail is refused."""
    try:
        text = compose(prompt, tables=None, **parameters)
    except PromptError as error:
        raise _impossible(str(error), error.parameter) from error
    parsed = parse(text)
    for problem in parsed.problems:
        if problem.severity == "error":
            # Where nothing is written, the place of the fault helps nobody.
            raise _impossible(str(problem) if text.strip() else problem.message, problem.parameter)
    return text, "NIJI_JOURNEY" if "niji" in parsed.parameters else "MID_JOURNEY"


def _impossible(why: str, parameter: str | None) -> InvalidRequest:
    sentence = why if why.endswith((".", "。", "!", "?")) else why + say(".", "。")
    return InvalidRequest(sentence, field=parameter or "prompt", endpoint="submit/imagine")


def sandbox_state(history: str) -> Path:
    """Beside the history, so that both are kept or thrown away together."""
    beside = DEFAULT_HISTORY if "://" in history else Path(history)
    return beside.expanduser().absolute().parent / "sandbox.sqlite3"


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
