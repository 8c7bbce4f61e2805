"""The form itself: what is typed, moved, filled in and pressed comes together, on the engine's thread."""

# ipywidgets is untyped
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import secrets
import uuid
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, Protocol

import ipywidgets as w

from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.prompt import expand, parse
from yubo_nb.widgets import messages
from yubo_nb.widgets.form import knobs
from yubo_nb.widgets.form.drafts import Keeper, Memory, Nothing
from yubo_nb.widgets.form.judge import Judgement, judge
from yubo_nb.widgets.form.saved import form_html
from yubo_nb.widgets.form.sending import Answer, Send, Sending
from yubo_nb.widgets.form.views import Parameters, PromptField
from yubo_nb.widgets.form.writing import Writing
from yubo_nb.widgets.pace import Pace
from yubo_nb.widgets.scope import Source

LIMIT = 40  # prompts that go with one press; what is planned larger is a sweep
_ENOUGH = 20  # tasks that the usual time is learnt from


class References(Protocol):
    """A widget that holds reference pictures."""

    def pictures(self) -> Sequence[Any]:
        """What `studio.imagine(images=…)` takes."""
        ...

    def observe_change(self, fn: Callable[[], object]) -> None:
        """Call this whenever a picture comes or goes."""
        ...


class PromptForm(w.VBox):
    """A text and its controls, in step both ways; the text is the truth and keeps every character.

    `submit(text, gesture, pictures)` is called on the engine's thread, once for each prompt that the text
    stands for. `memory` keeps the draft and knows the past prompts. The text stays after a submit.
    """

    def __init__(
        self,
        engine: Source,
        submit: Send,
        *,
        sandbox: bool = False,
        price: float | None = None,
        references: Any = None,
        memory: Memory | None = None,
        limit: int = LIMIT,
    ) -> None:
        self._engine = engine
        self._sandbox, self._price, self._limit = sandbox, price, limit
        self._references: References | None = references
        self._memory = memory or Nothing()
        self._sending = Sending(submit)
        self._felt = 0  # the number of what was moved last
        self._keep_seed = True
        self.judged = Judgement()
        name = uuid.uuid4().hex
        self.field = PromptField(engine, self._take, form=name)
        self.parameters = Parameters(engine, self._take, form=name)
        drafts = Keeper(self._memory, self.field.trouble)
        self._writing = Writing(drafts.found, drafts.changed)
        self._restored = bool(drafts.found.strip())
        between = [] if references is None else [references]
        self._tell()
        super().__init__([self.field, *between, self.parameters], layout=w.Layout(overflow="visible"))
        self.add_class("yubo-form")
        if references is not None:
            references.observe_change(lambda: engine.post(self._tell))
        self._pace = Pace(self._tell)
        engine.call(engine.hub.subscribe, self._settled)

    @property
    def references(self) -> Any:
        """The widget that holds reference pictures, None for a form without."""
        return self._references

    @property
    def text(self) -> str:
        """What stands in the field, as far as the kernel has heard."""
        return self._writing.text

    def fill(self, text: str) -> None:
        """Put this text in the place of what is there, which can be put back. Sends nothing; any thread."""
        self._engine.post(self._fill, text)

    def saved_html(self) -> str:
        """What a saved notebook shows of the form."""
        return form_html(self.text, self.judged)

    def _take(self, message: messages.Message) -> None:
        match message:
            case messages.Typed():
                self._writing.type(message.number, message.text, message.base)
                self._tell()
            case messages.Parameter():
                self._felt = message.number
                self._writing.set(message.name, message.value)
                self._tell()
            case messages.Submit():
                self._press(message)
            case messages.Rest():
                self._reply(message.gesture, self._sending.go_on(message.gesture))
            case messages.PutBack() if self._writing.before is not None:
                self._fill(self._writing.before)
            case messages.KeepSeed():
                self._keep_seed = message.keep
                self._tell()
            case messages.WantPast():
                self.field.tell("past", prompts=self._memory.past())
            case _:
                pass

    def _settled(self, card: Card) -> None:
        """A task that ended may teach the usual time; one that was refused, a banned word."""
        if card.settled:
            self._pace.touch()

    def _fill(self, text: str) -> None:
        self._writing.fill(text)
        self._tell()

    def _press(self, press: messages.Submit) -> None:
        if (known := self._sending.answer_to(press.gesture)) is not None:
            self._reply(press.gesture, known)
            return
        late = press.base < self._writing.filled
        self._writing.type(press.number, press.text, press.base)
        for control, value in () if late else press.moves:
            self._writing.set(control, value)
        self._tell()
        wrong = next((mark.text for mark in self.judged.marks if mark.level == "error"), "")
        empty = say("Write a prompt first.", "请先写提示词。")
        if late:
            why = say(
                "Another text has taken the place of yours in this moment. Nothing was sent.",
                "此刻另一段文字刚刚填入。未发送请求。",
            )
            answer = self._sending.refuse(press.gesture, why)
        elif not self.judged.ready:
            answer = self._sending.refuse(press.gesture, wrong or empty)
        elif self.judged.count != press.agreed:
            answer = self._sending.refuse(press.gesture, self._not_agreed())
        else:
            texts = expand(self.text, limit=self._limit)
            answer = self._sending.begin(press.gesture, texts, self._pictures())
        if answer.ok and not self._keep_seed and "seed" in parse(self.text).parameters:
            self._writing.set("seed", str(secrets.randbelow(2**32)))
        self._reply(press.gesture, answer)
        self._tell()

    def _not_agreed(self) -> str:
        number, total = self.judged.count, self._total()
        price = say(f", for {total}", f"，共 {total}") if total else ""
        return say(
            f"Nothing was sent yet: this text stands for {number} prompts{price}. Press again to send them.",
            f"尚未发送：这段文字会展开成 {number} 条提示词{price}。再按一次即发送。",
        )

    def _reply(self, gesture: str, answer: Answer) -> None:
        self.field.tell("reply", gesture=gesture, ok=answer.ok, text=answer.text, rest=answer.rest)

    def _pictures(self) -> Sequence[Any]:
        return self._references.pictures() if self._references is not None else ()

    def _tell(self) -> None:
        writing, text = self._writing, self.text
        prompt = parse(text)
        shape = knobs.groups(prompt)
        stuck = {control: value for control, (value, _) in writing.refused.items()}
        self.judged = judge(
            text,
            limit=self._limit,
            pictures=len(self._pictures()),
            refused={control: why for control, (_, why) in writing.refused.items()},
            banned=self._banned(),
        )
        self.field.told = {
            "version": writing.version,
            "text": text,
            "number": writing.heard,
            "filled": writing.filled,
            "before": writing.before is not None,
            "restored": self._restored and not writing.touched,
            "problems": [mark.as_told() for mark in self.judged.marks],
            "count": self.judged.count,
            "first": list(self.judged.first),
            "ready": self.judged.ready,
            "total": self._total(),
            "price": self._cost(),
            "usual": self._usual(),
            "memory": self._memory.name,
        }
        self.parameters.shape = shape
        self.parameters.values = {
            "number": self._felt,
            "shown": knobs.values(prompt, shape) | stuck,
            "wrong": {name: list(wrong) for name, wrong in self.judged.controls.items()},
            "keep": self._keep_seed,
        }

    def _total(self) -> str:
        if self._sandbox or self._price is None or not self.judged.count:
            return ""
        total = self._price * self.judged.count
        return f"{total:.2f}" if round(total, 2) == round(total, 6) else f"{total:.4g}"

    def _cost(self) -> str:
        if self._sandbox:
            return say("sandbox · nothing is charged", "沙盒 · 不扣费")
        if self._price is None:
            return ""
        number = self.judged.count
        if number > 1:
            each = f"{number} × {self._price:g} = {self._total()}"
            return say(f"costs {each}", f"费用 {each}")
        return say(f"costs {self._price:g}", f"费用 {self._price:g}")

    def _usual(self) -> int:
        """Milliseconds that an imagine takes here, learnt from those of this board; 0: not known."""
        took = [
            card.finish_ms - card.submit_ms
            for card in self._engine.hub.cards()
            if (card.action, card.phase) == ("IMAGINE", "success")
            if card.finish_ms is not None and card.submit_ms is not None
        ]
        return round(median(took[-_ENOUGH:])) if took else 0

    def _banned(self) -> list[str]:
        """The words that the relay has refused, as its answers named them."""
        refused = [card.key for card in self._engine.hub.cards() if card.phase == "rejected"]
        words = [str(getattr(self._engine.error(key), "word", "") or "") for key in refused]
        return list(dict.fromkeys(word for word in words if word))

    def __repr__(self) -> str:
        return "<yubo_nb PromptForm>"
