"""Imagine: one press, one task for each prompt that the text stands for, and each of them once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yubo_nb.lang import say
from yubo_nb.widgets.wire import plain

Send = Callable[[str, str, Sequence[Any]], object]
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person hears; `rest` prompts were not sent although others of the same press were."""

    ok: bool
    text: str = ""
    rest: int = 0


@dataclass(slots=True)
class _Order:
    texts: Sequence[str]
    pictures: Sequence[Any]
    done: int = 0


class Sending:
    """`send(text, gesture, pictures)` writes down and sends one prompt; what it raises stops the rest.

    The gestures of a press of many are numbered, so that the same press never makes a second task of one.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._answers: dict[str, Answer] = {}
        self._open: dict[str, _Order] = {}

    def answer_to(self, gesture: str) -> Answer | None:
        """What was answered to this press before."""
        return self._answers.get(gesture)

    def begin(self, gesture: str, texts: Sequence[str], pictures: Sequence[Any]) -> Answer:
        """Send all of them."""
        self._open[gesture] = _Order(texts, pictures)
        return self.go_on(gesture)

    def refuse(self, gesture: str, why: str) -> Answer:
        """Nothing was sent."""
        return self._kept(gesture, Answer(ok=False, text=why))

    def go_on(self, gesture: str) -> Answer:
        """Send what is left of a press that was stopped."""
        order = self._open.get(gesture)
        if order is None:
            return Answer(ok=False, text=say("Nothing is left of this press.", "这次点击没有剩余的提示词。"))
        many = len(order.texts) > 1
        while order.done < len(order.texts):
            name = f"{gesture}:{order.done}" if many else gesture
            try:
                self._send(order.texts[order.done], name, order.pictures)
            except Exception as error:  # noqa: BLE001 - it belongs to the person who pressed
                return self._stopped(gesture, order, str(error) or type(error).__name__)
            order.done += 1
        del self._open[gesture]
        return self._kept(gesture, Answer(ok=True))

    def _stopped(self, gesture: str, order: _Order, why: str) -> Answer:
        if not order.done:
            del self._open[gesture]
            return self._kept(gesture, Answer(ok=False, text=why))
        left = order.texts[order.done :]
        en = f"{order.done} of {len(order.texts)} were sent, {len(left)} were not: {why}"
        zh = f"共 {len(order.texts)} 条，已发送 {order.done} 条，{len(left)} 条未发送：{why}"
        said = [say(en, zh)]
        for mark, texts in (("✓", order.texts[: order.done]), ("✗", left)):
            said += [f"{mark} {plain(text, _SHOWN)}" for text in texts[:5]]
            if len(texts) > 5:
                said.append(say(f"{mark} and {len(texts) - 5} more", f"{mark} 另有 {len(texts) - 5} 条"))
        return Answer(ok=False, text="\n".join(said), rest=len(left))

    def _kept(self, gesture: str, answer: Answer) -> Answer:
        self._answers[gesture] = answer
        return answer
