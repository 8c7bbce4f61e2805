"""Which controls a model version has, and what each of them looks like and shows."""

from collections.abc import Iterator, Mapping
from typing import Any

from yubo_nb.lang import say
from yubo_nb.prompt import Prompt
from yubo_nb.prompt.tables import Rule
from yubo_nb.widgets.form.layer import CHOICES, shown, spelled

RATIOS = ("1:1", "3:2", "2:3", "4:3", "3:4", "16:9", "9:16")
SLIDER = 3_000  # the widest range that a slider can be aimed in
_FIRST = ("ar", "model", "stylize", "chaos", "weird", "seed")
_LOOK = ("raw", "style", "no", "sref", "sw", "sv", "cref", "cw", "oref", "ow", "iw", "profile")
_VIDEO = ("video", "motion", "loop", "end", "bs")
_JOB = ("quality", "draft", "tile", "stop", "exp", "repeat", "speed", "definition", "visibility")
_DIALOGS = frozenset({"zoom"})  # a parameter of a dialog, which the form does not send
_IN_CHOICES = frozenset(name for names in CHOICES.values() for name in names)

Knob = dict[str, Any]


def groups(prompt: Prompt) -> list[dict[str, Any]]:
    """The controls of the version that the prompt names, in groups; and of all else that stands in it."""
    tables = prompt.tables
    version = prompt.version or tables.assumed_version
    rules = tables.rules(version)
    here = {
        name: rule
        for name, rule in rules.items()
        if name in prompt.parameters or (name not in _DIALOGS and _offered(rule, rules, version))
    }
    placed = {*_FIRST, *_LOOK, *_VIDEO, *_JOB, *_IN_CHOICES}
    rest = tuple(name for name in here if name not in placed)
    found = [
        ("first", "", _FIRST),
        ("look", say("Look and references", "风格与参考"), _LOOK),
        ("job", say("Quality and job", "质量与任务"), (*_JOB, *rest)),
        ("video", say("Video", "视频"), _VIDEO),
    ]
    made = [
        {"id": name, "title": title, "knobs": list(_knobs(prompt, here, names))}
        for name, title, names in found
    ]
    return [group for group in made if group["knobs"]]


def _offered(rule: Rule, rules: Mapping[str, Rule], version: str) -> bool:
    """Whether a version has it, and what it does nothing without."""
    needs = rules.get(rule.needs)
    return rule.available(version) and (needs is None or needs.available(version))


def _knobs(prompt: Prompt, here: dict[str, Rule], names: tuple[str, ...]) -> Iterator[Knob]:
    for name in names:
        if name == "model":
            yield _model(prompt)
        elif name in CHOICES:
            flags = [here[one] for one in CHOICES[name] if one in here]
            if flags:
                yield _choice(name, flags)
        elif name in here:
            yield _knob(here[name])


def _knob(rule: Rule) -> Knob:
    made: Knob = {"name": rule.name, "label": rule.label, "hint": rule.hint, "kind": rule.kind, "rest": ""}
    if rule.default is not None:
        made["rest"] = spelled(rule.default)
    if rule.kind == "ratio":
        made["options"] = [[ratio, ratio] for ratio in RATIOS]
    elif rule.values:
        made |= {"kind": "choice", "options": [[value, value] for value in map(spelled, rule.values)]}
    elif rule.kind in ("int", "float") and rule.range and rule.range[1] <= SLIDER:
        low, high = rule.range
        step = max(1, round((high - low) / 200)) if rule.kind == "int" else 0.05
        made |= {"kind": "range", "low": low, "high": high, "step": step}
    elif rule.name == "seed":
        made["kind"] = "seed"
    elif rule.kind in ("int", "float"):
        made["kind"] = "number"
    return made


def _model(prompt: Prompt) -> Knob:
    tables = prompt.tables
    assumed = say(f"the account's (as {tables.assumed_version})", f"账号默认（按 {tables.assumed_version}）")
    options = [["", assumed]]
    options += [
        [version, version if version.startswith("niji") else f"V{version}"]
        for version in reversed(tables.known_versions)
    ]
    options.sort(key=lambda option: option[0].startswith("niji"))
    rule = tables.parameters["version"]
    return {"name": "model", "label": say("Model", "模型"), "hint": rule.hint, "kind": "choice",
            "rest": "", "options": options}  # fmt: skip


def _choice(name: str, flags: list[Rule]) -> Knob:
    labels = {
        "speed": say("Speed", "速度"),
        "definition": say("Definition", "清晰度"),
        "visibility": say("Visibility", "可见性"),
    }
    return {"name": name, "label": labels[name], "hint": "", "kind": "choice", "rest": "",
            "options": [[flag.name, flag.label] for flag in flags]}  # fmt: skip


def values(prompt: Prompt, shape: list[dict[str, Any]]) -> dict[str, str]:
    """What each control shows; one that the text does not have is left out."""
    names = [knob["name"] for group in shape for knob in group["knobs"]]
    found = {name: shown(prompt, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def control_of(parameter: str) -> str:
    """The control that shows a parameter."""
    return next((name for name, names in CHOICES.items() if parameter in names), parameter)
