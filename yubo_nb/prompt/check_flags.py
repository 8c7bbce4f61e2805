"""What is wrong with the parameters of a prompt, one flag at a time."""

from typing import TYPE_CHECKING

from yubo_nb.prompt.errors import Problem, Severity
from yubo_nb.prompt.hints import closest
from yubo_nb.prompt.scan import Flag
from yubo_nb.prompt.tables import Rule, Value
from yubo_nb.prompt.values import expected, first_word, read, repaired

if TYPE_CHECKING:
    from yubo_nb.prompt.text import Prompt


def flag_problems(prompt: "Prompt") -> list[Problem]:
    """Everything that one flag alone, its version, or its missing partner makes wrong."""
    found: list[Problem] = []
    flags = prompt.layout.flags
    if not flags:
        return found
    source, tables = prompt.source, prompt.tables
    version = prompt.version or tables.assumed_version
    rules = tables.rules(version)
    seen: set[str] = set()
    for flag in flags:
        name = flag.name
        rule = rules.get(name)
        _spelling(found, source, flag)
        if name in seen:
            _add(found, "warning", flag.start, flag.end, name,
                 f"--{name} stands here twice: the last one counts, or the job fails",
                 f"--{name} 出现了两次：以最后一个为准，或者任务失败")  # fmt: skip
        seen.add(name)
        if rule is None:
            _unknown(found, prompt, flag)
            continue
        value = _read(found, source, flag, rule)
        if value is not None:
            _limits(found, prompt, flag, rule, value)
        if (rule.versions or rule.not_in) and not rule.available(version):
            en, zh = _in_version(prompt)
            instead = f"; use --{rule.instead}" if rule.instead else ""
            instead_zh = f"；请用 --{rule.instead}" if rule.instead else ""
            _add(found, "warning", flag.start, flag.end, name,
                 f"--{name} is not part of {en}{instead}", f"{zh}没有 --{name}{instead_zh}")  # fmt: skip
        if rule.needs and (not prompt.images if rule.needs == "images" else rule.needs not in prompt.parameters):
            partner = ("a picture URL in front", "前面的图片网址") if rule.needs == "images" else (f"--{rule.needs}",) * 2
            _add(found, "warning", flag.start, flag.end, name,
                 f"--{name} does nothing without {partner[0]}", f"--{name} 没有{partner[1]}就不起作用")  # fmt: skip
    return found


def _add(
    found: list[Problem], severity: Severity, start: int, end: int, name: str, en: str, zh: str
) -> None:
    found.append(Problem(severity, start, max(1, end - start), name, en, zh))


def _in_version(prompt: "Prompt") -> tuple[str, str]:
    named = prompt.version
    if named is None:
        assumed = prompt.tables.assumed_version
        return (f"version {assumed} (assumed: the prompt names none)", f"版本 {assumed}（提示词未写版本，此为假定）")
    shown = named if named.startswith("niji") else f"version {named}"
    return shown, named if named.startswith("niji") else f"版本 {named} "


def _spelling(found: list[Problem], source: str, flag: Flag) -> None:
    written = source[flag.start : flag.name_end]
    if "{" in written:
        return
    name = written.lstrip("-—–－")
    if not written.startswith("--"):
        _add(found, "warning", flag.start, flag.name_end, flag.name,
             f"read as --{name}; write two plain hyphens", f"按 --{name} 理解；请写两个普通连字符")  # fmt: skip
    if name != name.lower():
        _add(found, "warning", flag.start, flag.name_end, flag.name,
             f"write --{name.lower()}: capitals are not understood everywhere",
             f"请写 --{name.lower()}：并非处处都认大写")  # fmt: skip
    if "=" in source[flag.name_end : flag.value_start]:
        _add(found, "error", flag.name_end, flag.value_start, flag.name,
             f"a blank, not =, stands between --{name.lower()} and its value",
             f"--{name.lower()} 与值之间要用空格，不能用 =")  # fmt: skip


def _unknown(found: list[Problem], prompt: "Prompt", flag: Flag) -> None:
    name, names = flag.name, prompt.tables.names
    letters = name.rstrip("0123456789")
    meant = letters if letters != name and letters in names else closest(name, names)
    if meant == letters != name:
        value = prompt.source[flag.start : flag.end].lstrip("-—–－")[len(letters) :]
        en, zh = f"; did you mean --{letters} {value}, with a blank?", f"；是否想写 --{letters} {value}（加空格）？"
    elif meant:
        en, zh = f"; did you mean --{meant}?", f"；是否想写 --{meant}？"
    else:
        en, zh = "; it is sent as it stands", "；将原样发送"
    date = prompt.tables.date
    _add(found, "warning", flag.start, flag.name_end, name,
         f"--{name} is unknown to the table of {date}{en}", f"{date} 的参数表里没有 --{name}{zh}")  # fmt: skip


def _read(found: list[Problem], source: str, flag: Flag, rule: Rule) -> Value | None:
    raw = source[flag.value_start : flag.end]
    name = flag.name
    if not raw:
        if rule.kind in ("flag", "optional"):
            return True
        en, zh = expected(rule)
        _add(found, "error", flag.start, flag.name_end, name,
             f"--{name} needs a value: {en}", f"--{name} 需要一个值：{zh}")  # fmt: skip
        return None
    first = "" if rule.kind == "flag" else first_word(rule, raw)
    if len(first) < len(raw):
        start = flag.end - len(raw[len(first) :].lstrip())
        _add(found, "error", start, flag.end, name,
             f"words behind --{name}: put them in front of all parameters",
             f"--{name} 后面还有文字：请移到所有参数前面")  # fmt: skip
    value = read(rule, first)
    if value is None:
        _unreadable(found, flag, rule, first)
    return value


def _unreadable(found: list[Problem], flag: Flag, rule: Rule, raw: str) -> None:
    start, end = flag.value_start, flag.value_start + len(raw)
    legal = {"ratio": "0123456789:", "int": "0123456789-+", "float": "0123456789-+."}.get(rule.kind, "")
    strange = [index for index, letter in enumerate(raw) if letter not in legal]
    if not strange and raw[-1] in ".:":
        strange = [len(raw) - 1]
    if strange:
        start, end = flag.value_start + strange[0], flag.value_start + strange[0] + 1
        while end - flag.value_start in strange:
            end += 1
    fix = repaired(rule, raw)
    en, zh = expected(rule)
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    _add(found, "error", start, end, flag.name,
         f"--{flag.name} {shown}: " + (f"write --{flag.name} {fix}" if fix else f"expected {en}"),
         f"--{flag.name} {shown}：" + (f"请写 --{flag.name} {fix}" if fix else f"应为{zh}"))  # fmt: skip


def _limits(found: list[Problem], prompt: "Prompt", flag: Flag, rule: Rule, value: Value) -> None:
    start, end, name = flag.value_start, flag.end, flag.name
    if name == "version":
        known = prompt.tables.known_versions
        if str(value).lower().removesuffix(".0") not in known:
            date = prompt.tables.date
            _add(found, "warning", start, end, name,
                 f"version {value} is unknown to the table of {date}; nothing is checked against it",
                 f"{date} 的参数表里没有版本 {value}，无法据此检查")  # fmt: skip
        return
    if rule.values and value is not True and value not in rule.values:
        en, zh = _in_version(prompt)
        allowed = ", ".join(f"{one}" for one in rule.values)
        _add(found, "warning", start, end, name,
             f"--{name} {value}: {en} takes {allowed}", f"--{name} {value}：{zh}接受 {allowed}")  # fmt: skip
    elif rule.range is not None and isinstance(value, int | float):
        low, high = rule.range
        if low <= value <= high:
            return
        impossible = rule.hard or value < 0 <= low
        en, zh = _in_version(prompt)
        _add(found, "error" if impossible else "warning", start, end, name,
             f"--{name} {value}: from {low:.10g} to {high:.10g}" + ("" if impossible else f" in {en}"),
             f"--{name} {value}：" + ("" if impossible else zh) + f"范围为 {low:.10g} 到 {high:.10g}")  # fmt: skip
    elif rule.widest is not None and isinstance(value, str):
        width, height = (int(side) for side in value.split(":"))
        if max(width, height) > rule.widest * min(width, height):
            en, zh = _in_version(prompt)
            _add(found, "warning", start, end, name,
                 f"--{name} {value}: {en} goes up to {rule.widest:g}:1",
                 f"--{name} {value}：{zh}最多到 {rule.widest:g}:1")  # fmt: skip
