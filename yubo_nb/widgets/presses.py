"""What a press in a live view does: the kernel's half of every button at a card."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from yubo_nb.api.models import Task
from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.widgets import messages
from yubo_nb.widgets.answer import Answer
from yubo_nb.widgets.copying import as_text
from yubo_nb.widgets.dialogs import Dialogs
from yubo_nb.widgets.originals import original
from yubo_nb.widgets.results import found
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.several import Several
from yubo_nb.widgets.wire import plain


class Presses:
    """Only cards of the scope, only buttons they offer, only what their phase allows."""

    def __init__(
        self,
        engine: Source,
        scope: Scope,
        fill: Callable[[str], object] | None = None,
        imagine: Callable[[str, str], Any] | None = None,
    ) -> None:
        self._engine = engine
        self._scope = scope
        self._fill = fill
        self._imagine = imagine
        self.dialogs = Dialogs(engine)
        self._several = Several(engine, scope)

    def answer(self, press: messages.Press) -> Answer:
        """Carry it out. Never raises: what went wrong belongs to the person who pressed."""
        try:
            if isinstance(press, messages.Mark | messages.Each | messages.Export):
                return self._several.answer(press)
            card = self._engine.hub.get(press.key) if press.key in self._scope else None
            match press:
                case messages.Act():
                    return self._act(card, press)
                case _ if card is None:
                    return Answer(ok=False, text=say("This task is not here any more.", "该任务已不在这里。"))
                case messages.Confirm():
                    return self.dialogs.confirm(card, press)
                case messages.Reopen():
                    return self.dialogs.reopen(card, press)
                case messages.Look():
                    self._engine.look_again(card.key)
                    return Answer(ok=True)
                case messages.Settle():
                    return self._settle(card, press)
                case messages.Fill():
                    return self._put(card, press)
                case messages.Pick():
                    return self._pick(card, press)
                case messages.StopWatching():
                    self._engine.stop_watching(card.key)
                    return Answer(ok=True)
                case messages.Copy():
                    return Answer(ok=True, copy=as_text(self._engine, card, press.language))
                case messages.Save():
                    return Answer(ok=True, file=original(self._engine, card, press.part))
        except Exception as error:  # noqa: BLE001 - it is told where the press was made
            return Answer(ok=False, text=str(error) or type(error).__name__)

    def _act(self, card: Card | None, act: messages.Act) -> Answer:
        if card is None or all(button.custom_id != act.custom_id for button in card.buttons):
            return Answer(
                ok=False,
                text=say(
                    "This task has no such button. Nothing was sent.", "该任务没有这个按钮，未发送请求。"
                ),
            )
        return Answer(ok=True, made=(self._engine.act(act.key, act.custom_id, gesture=act.gesture).key,))

    def _pick(self, card: Card, press: messages.Pick) -> Answer:
        texts = found(self._engine, card)
        text = next((one.text for one in texts.choices if one.index == press.n), "") if texts else ""
        if self._imagine is None or not text:
            return Answer(ok=False, text=say("There is no such prompt here.", "这里没有这条提示词。"))
        return Answer(ok=True, made=(self._imagine(text, press.gesture).key,))

    def _put(self, card: Card, press: messages.Fill) -> Answer:
        if self._fill is None:
            return Answer(
                ok=False, text=say("There is no form here: show the studio.", "这里没有表单：请显示 studio。")
            )
        self._fill(card.prompt if press.text is None else press.text)
        return Answer(ok=True, text=say("It stands in the form.", "已填入表单。"))

    def _settle(self, card: Card, press: messages.Settle) -> Answer:
        # Where the answer to a dialog is in doubt, that is another call than the one the card is for.
        error, task_id = self._engine.error(card.key), press.task_id
        intent_id = (error.intent_id if error else None) or card.intent_id
        if card.phase != "in_doubt" or intent_id is None:
            return Answer(ok=False, text=say("This is not in doubt any more.", "结果已经确定。"))
        match press.choice:
            case "find":
                return Answer(ok=True, text=self._engine.look_for(intent_id).said)
            case "compare" if task_id:
                return Answer(ok=True, text=_beside(self._engine.peek(task_id)))
            case "adopt" if task_id:
                return Answer(ok=True, made=(self._engine.adopt(intent_id, task_id).key,))
            case "again":
                return Answer(ok=True, made=(self._engine.send_again(intent_id, gesture=press.gesture).key,))
            case "leave":
                self._engine.leave(intent_id)
                return Answer(ok=True, text=_left(card))
            case _:
                return Answer(ok=False, text=say("A task id is needed.", "需要任务 id。"))


def _left(card: Card) -> str:
    counts = "" if card.sandbox else say(" and counts as charged", "，按已扣费计算")
    return say(
        f"It stays in doubt{counts}. It can be settled here at any time.",
        f"保持“结果未知”{counts}；可随时在此处理。",
    )


def _beside(task: Task) -> str:
    """The relay's task in words, to be held against the call in doubt."""
    when = say("time not told", "时间未知")
    if task.submit_time:
        when = f"{datetime.fromtimestamp(task.submit_time / 1000).astimezone():%Y-%m-%d %H:%M:%S}"
    told = f"{when}, “{plain(task.prompt, 300)}”, {task.status}"
    return say(f"Task {task.id}: {told}. Is it this one?", f"任务 {task.id}：{told}。是这一个吗？")
