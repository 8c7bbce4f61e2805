"""The prompt form: a text, the same parameters as controls, and what is wrong before anything is sent."""

# ipywidgets is untyped
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import ipywidgets as w
import traitlets as t

from yubo_nb.lang import say
from yubo_nb.prompt import PromptError, parse
from yubo_nb.prompt.tables import Rule, current_tables
from yubo_nb.widgets import messages
from yubo_nb.widgets.base import Live
from yubo_nb.widgets.scope import Source
from yubo_nb.widgets.slots import Slots

_FIRST = ("ar", "version", "seed", "stylize", "chaos", "weird")
_MORE = (
    "quality",
    "niji",
    "no",
    "style",
    "raw",
    "tile",
    "draft",
    "iw",
    "sref",
    "sw",
    "sv",
    "cref",
    "cw",
    "oref",
    "ow",
    "stop",
    "exp",
    "profile",
)
_RATIOS = ("1:1", "3:2", "2:3", "4:3", "3:4", "16:9", "9:16")
_LABEL = "92px"  # one width, so that all fields of the first column begin on one line
_SLIDER = 3_000  # the widest range a slider can be aimed in


class SubmitBar(Live):
    """Imagine, its price, and what is wrong with the prompt. One press is one task."""

    module, styles = "submit", ("theme", "submit")

    problems = t.List().tag(sync=True)
    price = t.Unicode().tag(sync=True)
    ready = t.Bool(default_value=False).tag(sync=True)
    judged = t.Unicode().tag(sync=True)  # the text that `problems` and `ready` are about

    def __init__(self, engine: Source, submit: Callable[[str | None, str], object], **traits: Any) -> None:
        self._engine = engine
        self._submit = submit
        self._answers: dict[str, tuple[bool, str]] = {}
        super().__init__(**traits)

    def hear(self, message: messages.Message) -> None:
        """Hand it to the engine's thread; nothing happens here."""
        if isinstance(message, messages.Submit):
            self._engine.post(self._press, message)

    def _press(self, press: messages.Submit) -> None:
        if press.gesture not in self._answers:
            try:
                self._submit(press.text, press.gesture)
            except Exception as error:  # noqa: BLE001 - it belongs to the person who pressed
                self._answers[press.gesture] = False, str(error) or type(error).__name__
            else:
                self._answers[press.gesture] = True, ""
        ok, text = self._answers[press.gesture]
        self.tell("reply", gesture=press.gesture, ok=ok, text=text)


class PromptForm(w.VBox):
    """A text and its controls, in step both ways; the text is the truth and keeps every character.

    `submit(text, gesture, images)` is called on the engine's thread. Everything stays, for the next try.
    """

    def __init__(
        self,
        engine: Source,
        submit: Callable[[str, str, list[Any]], object],
        *,
        sandbox: bool = False,
        price: float | None = None,
        references: Slots | None = None,
    ) -> None:
        self.references = references
        rules = current_tables().parameters
        self._in_step = False
        self.prompt = w.Textarea(
            description=say("Prompt", "提示词"),
            placeholder=say("a lighthouse in fog --ar 3:2", "雾中的灯塔 --ar 3:2"),
            rows=3,
            layout=w.Layout(width="auto"),
            style={"description_width": _LABEL},
        )
        self.controls = {name: _control(rules[name]) for name in (*_FIRST, *_MORE) if name in rules}
        self._at_rest = {name: control.value for name, control in self.controls.items()}
        more = w.Accordion(
            [_grid([self.controls[name] for name in _MORE if name in rules])],
            titles=(say("More parameters", "更多参数"),),
            selected_index=None,
        )
        self.bar = SubmitBar(
            engine,
            lambda text, gesture: submit(self._text(text), gesture, self._pictures()),
            price=_cost(price, sandbox=sandbox),
        )
        first = _grid([self.controls[name] for name in _FIRST if name in rules])
        pictures = [references] if references is not None else []
        super().__init__([self.prompt, *pictures, first, more, self.bar])
        self.add_class("yubo-form")
        self.prompt.observe(self._text_changed, "value")
        for name, control in self.controls.items():
            control.observe(partial(self._control_changed, name), "value")
        self._judge()

    def fill(self, text: str) -> None:
        """Put this text in the place of what is there; the controls follow. Sends nothing; any thread."""
        self.prompt.value = text

    def _pictures(self) -> list[Any]:
        return self.references.pictures() if self.references is not None else []

    def _text(self, typed: str | None) -> str:
        """What is in the browser's field; what the kernel knows of it where the page has another form."""
        return self.prompt.value if typed is None else typed

    def _text_changed(self, _change: object) -> None:
        if not self._in_step:
            self._set_controls()
        self._judge()

    def _set_controls(self) -> None:
        found = parse(self.prompt.value).parameters
        self._in_step = True
        try:
            for name, control in self.controls.items():
                _put(control, found.get(name), self._at_rest[name])
        finally:
            self._in_step = False

    def _control_changed(self, name: str, change: Mapping[str, Any]) -> None:
        if self._in_step:
            return
        new = change["new"]
        wanted = None if new == "" or new is False else new
        try:
            text = parse(self.prompt.value).with_parameters(**{name: wanted}).source
        except PromptError as error:
            self.bar.problems = [{"level": "error", "text": str(error)}, *self._problems()]
            self.controls[name].add_class("yubo-bad")
            return
        self._in_step = True
        try:
            self.prompt.value = text
        finally:
            self._in_step = False
        self._judge()

    def _problems(self) -> list[dict[str, str]]:
        if not self.prompt.value.strip():
            return []  # an empty form is no mistake yet
        return [
            {"level": problem.severity, "text": problem.message}
            for problem in parse(self.prompt.value).problems
        ]

    def _judge(self) -> None:
        prompt = parse(self.prompt.value)
        bad = {problem.parameter for problem in prompt.problems}
        for name, control in self.controls.items():
            (control.add_class if name in bad else control.remove_class)("yubo-bad")
        self.bar.problems = self._problems()
        self.bar.judged = self.prompt.value
        self.bar.ready = prompt.ok and bool(self.prompt.value.strip())

    def __repr__(self) -> str:
        return "<yubo_nb PromptForm>"


def _cost(price: float | None, *, sandbox: bool) -> str:
    if sandbox:
        return say("sandbox · nothing is charged", "沙盒 · 不扣费")
    return "" if price is None else say(f"costs {price:g}", f"费用 {price:g}")


def _grid(controls: Sequence[w.Widget]) -> w.GridBox:
    columns = "repeat(auto-fill, minmax(250px, 1fr))"
    return w.GridBox(list(controls), layout=w.Layout(grid_template_columns=columns, grid_gap="2px 16px"))


def _control(rule: Rule) -> Any:
    """The control that fits what the parameter takes. An empty one means: not in the text."""
    common: dict[str, Any] = {
        "description": rule.label,
        "tooltip": rule.hint,
        "layout": w.Layout(width="auto"),
        "style": {"description_width": _LABEL},
    }
    if rule.name == "ar":
        return w.Combobox(options=_RATIOS, placeholder="1:1", ensure_option=False, **common)
    if rule.name == "version":
        known = tuple(v for v in current_tables().known_versions if not v.startswith("niji"))
        return w.Combobox(options=known, placeholder=say("the account's own", "账号默认"), **common)
    if rule.kind == "flag":
        return w.Checkbox(indent=False, **{**common, "style": {}})
    if rule.values and rule.kind in {"int", "float"}:
        return w.Dropdown(options=[("", ""), *((str(v), v) for v in rule.values)], value="", **common)
    if rule.kind == "int" and rule.range and rule.range[1] <= _SLIDER:
        low, high = (int(bound) for bound in rule.range)
        start = int(rule.default) if isinstance(rule.default, int | float) else low
        return w.IntSlider(value=start, min=low, max=high, step=max(1, (high - low) // 100), **common)
    placeholder = "" if rule.default is None else str(rule.default)
    return w.Text(placeholder=placeholder, continuous_update=False, **common)


def _put(control: Any, value: object, at_rest: object) -> None:
    """Show a value of the text in a control; what the control cannot show leaves it at rest."""
    if isinstance(control, w.Checkbox):
        control.value = bool(value)
    elif isinstance(control, w.IntSlider):
        control.value = value if isinstance(value, int) else at_rest
    elif isinstance(control, w.Dropdown):
        control.value = value if value in [option for _, option in control.options] else at_rest
    else:
        control.value = at_rest if value is None else str(value)
