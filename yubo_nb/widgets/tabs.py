"""The tabs of a studio: imagine is the form below them, the other acts are panels of their own."""

from collections.abc import Mapping
from typing import Any, Literal, cast

import traitlets as t

from yubo_nb.calls import Calls
from yubo_nb.lang import say
from yubo_nb.widgets import messages
from yubo_nb.widgets.aside import aside
from yubo_nb.widgets.base import Live
from yubo_nb.widgets.messages.tabs import TABS
from yubo_nb.widgets.scope import Source
from yubo_nb.widgets.tray import Tray
from yubo_nb.widgets.trays import About, Trays
from yubo_nb.widgets.wire import MESSAGE_LIMIT, plain

_GESTURES_KEPT = 1_000


class Tabs(Live):
    """A row of tabs, and below it the panel of the one that is open; the form hides where it is not Imagine.

    A panel is built in the browser when it is opened for the first time. One press is one task.
    """

    module, styles = "tabs", ("theme", "controls", "submit", "tray", "tabs")

    tab = t.Enum(TABS, "imagine").tag(sync=True)
    trays = t.Dict().tag(sync=True)
    prices = t.Dict().tag(sync=True)
    sandbox = t.Bool(default_value=False).tag(sync=True)

    def __init__(
        self,
        engine: Source,
        studio: Calls,
        *,
        prices: Mapping[str, float] | None = None,
        sandbox: bool = False,
        theme: Literal["auto", "light", "dark"] = "auto",
    ) -> None:
        self._engine = engine
        self._studio = studio
        self._answers: dict[str, tuple[bool, str] | None] = {}
        trays = {
            "describe": Tray(1, labels=(say("Picture", "图片"),)),
            "blend": Tray(2, 5),
            "swap_face": Tray(2, labels=(say("Face", "人脸"), say("Into", "放入"))),
            "video": Tray(1, labels=(say("First frame", "首帧"), say("Last (optional)", "尾帧（可选）"))),
        }
        self._trays = Trays(engine, trays, self.tell, self._changed)
        super().__init__(theme=theme, trays=self._trays.rows(), prices=dict(prices or {}), sandbox=sandbox)

    def show_form(self) -> None:
        """Open the tab of the form: something was put into it."""
        self.tab = "imagine"
        self.tell("tab", name="imagine")

    def hear(self, message: messages.Message) -> None:
        """Hand it to the engine's thread; nothing happens here."""
        match message:
            case messages.Order():
                self._engine.post(self._press, message)
            case messages.Tab(name):
                self.tab = name
            case _ if isinstance(message, About):
                self._engine.post(self._take, message)
            case _:
                raise ValueError(say("These tabs have no such thing.", "这里没有这个功能。"))

    # On the engine's thread, all below.

    def _take(self, message: About) -> None:
        try:
            self._trays.hear(message)
        except ValueError as error:
            self.trouble(error)

    def _changed(self) -> None:
        self.trays = self._trays.rows()

    def _press(self, order: messages.Order) -> None:
        if order.gesture not in self._answers:
            self._answers[order.gesture] = None
            if len(self._answers) > _GESTURES_KEPT:
                del self._answers[next(iter(self._answers))]
            aside(self._carry_out, order)  # pictures are decoded and put into words for the wire
        elif (answer := self._answers[order.gesture]) is not None:
            self._reply(order.gesture, *answer)

    def _carry_out(self, order: messages.Order) -> None:
        try:
            self._call_for(order)
        except Exception as error:  # noqa: BLE001 - it belongs to the person who pressed
            answer = False, str(error) or type(error).__name__
        else:
            answer = True, say("On its way: its card is on the board.", "已提交：任务卡在下方看板中。")
        self._answers[order.gesture] = answer
        self._reply(order.gesture, *answer)

    def _call_for(self, order: messages.Order) -> object:
        studio, gesture = self._studio, order.gesture
        tray = self._trays.trays.get(order.act)
        pictures = tray.chosen(order.pictures) if tray else []
        if tray and not tray.least <= len(pictures) <= tray.most:
            raise ValueError(say("Not enough pictures; nothing was sent.", "图片数量不足，未提交请求。"))
        match order.act:
            case "describe":
                return studio.describe(pictures[0], gesture=gesture)
            case "shorten":
                return studio.shorten(order.text, gesture=gesture)
            case "blend":
                return studio.blend(pictures, dimensions=order.dimensions, gesture=gesture)
            case "swap_face":
                if not order.consent:
                    raise ValueError(
                        say(
                            "Say first that you may use this face; nothing was sent.",
                            "请先确认你有权使用这张人脸，未提交请求。",
                        )
                    )
                return studio.swap_face(pictures[0], pictures[1], gesture=gesture)
            case "video":
                end = cast("Any", pictures[1] if len(pictures) > 1 else None)
                moving: dict[str, Any] = {"end": end, "motion": order.motion, "loop": order.loop}
                return studio.video(pictures[0], order.text, gesture=gesture, **moving)

    def _reply(self, gesture: str, ok: bool, text: str) -> None:  # noqa: FBT001 - as it is kept
        self.tell("reply", gesture=gesture, ok=ok, text=plain(text, MESSAGE_LIMIT))
