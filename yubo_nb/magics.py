"""`%load_ext yubo_nb`: the magics `%imagine`, `%%imagine` and `%yubo`."""

# IPython's magic decorators are untyped
# pyright: reportUnknownVariableType=false, reportUntypedFunctionDecorator=false, reportUntypedClassDecorator=false
# pyright: reportUnknownMemberType=false

import inspect
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from difflib import get_close_matches
from keyword import iskeyword
from numbers import Number
from shutil import get_terminal_size
from types import TracebackType
from typing import Any, NamedTuple

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class, no_var_expand
from IPython.display import display

from yubo_nb import host
from yubo_nb.api.errors import YuboError
from yubo_nb.data.narrow import narrow
from yubo_nb.frozen import freeze
from yubo_nb.lang import say
from yubo_nb.live.handle import TaskHandle
from yubo_nb.live.progress import wait
from yubo_nb.prompt import parse
from yubo_nb.prompt.tables import current_tables
from yubo_nb.studio import Studio, current

_WORDS = ("wait", "again", "each", "help")
_OPTION = re.compile(rf"(?<!\S)(?:-o\s+(?P<name>\S+)|--(?P<word>{'|'.join(_WORDS)}))(?!\S)\s*")
# Single braces are alternatives; twice opened ones count only around a name, for alternatives may be nested.
_VARIABLE = re.compile(r"\$\$|\$(?P<dollar>[^\W\d]\w*)|\{\{\s*(?P<braces>[^\W\d]\w*)\s*\}\}")
_SHOWN = ["action", "prompt", "status", "charged", "price", "submitted"]


class Order(NamedTuple):
    """What stands on the line of a magic: our options, and the rest, untouched."""

    name: str
    options: frozenset[str]
    rest: str


def read(line: str) -> Order:
    """Take our options out of a line. What is nearly one raises UsageError: it would be paid as a prompt."""
    name, options = "", set[str]()
    for found in _OPTION.finditer(line):
        if found["word"]:
            options.add(found["word"])
        else:
            name = found["name"]
    rest = _OPTION.sub("", line).strip()
    if name and (not name.isidentifier() or iskeyword(name)):
        raise _usage(f"-o takes a variable's name, and {name!r} is none.", f"-o 需要变量名，{name!r} 不是。")
    if re.search(r"(?<!\S)-o(?!\S)", rest):
        raise _usage("-o takes a variable's name.", "-o 需要一个变量名。")
    for found in re.finditer(r"(?<!\S)--([a-z]+)(?!\S)", rest):
        word = str(found[1])
        near = get_close_matches(word, _WORDS, 1, 0.75)
        if near and word not in current_tables().parameters:
            raise _usage(f"--{word}: is --{near[0]} meant?", f"--{word}：是否想写 --{near[0]}？")
    return Order(name, frozenset(options), rest)


def expand(text: str, names: dict[str, Any]) -> str:
    """Put variables in, `$name` or `{{name}}`; `$$` is a dollar. Raises UsageError where there is none."""

    def value(found: re.Match[str]) -> str:
        name = found["dollar"] or found["braces"]
        if name is None:
            return "$"
        if name not in names:
            raise _usage(
                f"There is no variable {name!r}. A dollar before a word is written $$.",
                f"没有变量 {name!r}。单词前的美元符号请写作 $$。",
            )
        if not isinstance(names[name], str | Number):
            kind = type(names[name]).__name__
            raise _usage(
                f"{name!r} is a {kind}; a prompt takes texts and numbers.",
                f"{name!r} 的类型是 {kind}；提示词只接受文字和数字。",
            )
        return str(names[name])

    return _VARIABLE.sub(value, text)


@magics_class
class YuboMagics(Magics):
    """`%imagine`, `%%imagine` and `%yubo`, on the studio that was connected last."""

    shell: Any

    @no_var_expand
    @line_cell_magic
    def imagine(self, line: str, cell: str | None = None) -> TaskHandle | None:
        """Send a prompt, as studio.imagine does; the task's card is shown, or task = %imagine … keeps it.

        %imagine a lighthouse in fog --ar 3:2
        %imagine -o task --wait a {red, blue} door --seed $seed

        %%imagine --ar 3:2 -o task
        a lighthouse in fog,
        seen from the sea

        -o NAME   put the task into this variable (a list with --each)
        --wait    wait until the picture is there
        --again   pay for another, where the cell would give the task it made before
        --each    %%imagine: every line is a prompt of its own; else all lines are one
        --help    show this

        Options stand anywhere on the magic's line. All else is the prompt: --ar and its like are left as
        they are, and %%imagine puts those of its first line behind each prompt. Braces are alternatives;
        a variable is $name or {{name}}, a dollar before a word $$. A prompt that ends in "?" needs %%imagine.
        """
        order = read(line)
        if "help" in order.options:
            return _show(say(inspect.getdoc(type(self).imagine) or "", _IMAGINE_ZH))
        prompts = [expand(one, self.shell.user_ns) for one in _prompts(order, cell)]
        for one in prompts:
            _refuse(one)
        with _Short():
            studio = current()
            tasks = [studio.imagine(one, again="again" in order.options) for one in prompts]
            several = "each" in order.options
            if order.name:
                self.shell.push({order.name: tasks if several else tasks[0]})
            if several:
                display(studio.board(tasks))
            if "wait" in order.options:
                wait(tasks)
                for task in tasks:
                    task.wait()  # raises what went wrong
            return None if several else tasks[0]

    @line_magic
    def yubo(self, line: str) -> Any:
        """Ask the studio that was connected last. None of these sends anything paid.

        %yubo history [N]   the last N tasks (10) as a table; studio.history.tasks() has all columns
        %yubo resume        follow again what was unfinished when the kernel ended
        %yubo freeze        leave the saved page of every view in its place, and end the views
        %yubo budget        what was spent, and the caps
        %yubo doubts        calls that may have been charged and whose outcome nobody knows
        %yubo where         where the studio leads, and where history and pictures are kept
        %yubo help          show this; %imagine --help tells how to send a prompt
        """
        word, *more = line.split() or ["help"]
        if word in {"help", "--help"} or "--help" in more:
            return _show(say(inspect.getdoc(type(self).yubo) or "", _YUBO_ZH))
        if word not in _ACTS:
            near = get_close_matches(word, _ACTS, 1)
            meant = say(f" Is {near[0]} meant?", f"是否想写 {near[0]}？") if near else ""
            raise _usage(
                f"%yubo does not know {word!r}.{meant}", f"%yubo 没有 {word!r}。{meant}", "%yubo help"
            )
        if more and word != "history":
            raise _usage(f"%yubo {word} stands alone.", f"%yubo {word} 后面不能再写内容。", "%yubo help")
        with _Short():
            return _ACTS[word](current(), *more)


class _Short(AbstractContextManager[None]):
    """Lets an error of ours through in one line: the frames of a magic say nothing to who wrote a prompt."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, YuboError):
            line = f"{type(error).__name__}: {error}"
            vars(error)["_render_traceback_"] = lambda: [line]  # what IPython shows in a traceback's place


def _prompts(order: Order, cell: str | None) -> list[str]:
    """The prompts that are meant. Raises UsageError."""
    if cell is None:
        if "each" in order.options:
            raise _usage("--each is for %%imagine.", "--each 只用于 %%imagine。")
        if not order.rest:
            raise _usage("%imagine needs a prompt.", "%imagine 需要提示词。")
        return [order.rest]
    if order.rest and not order.rest.startswith(("--", "—", "$", "{{")):
        raise _usage(
            f"The prompt of %%imagine stands below its first line, not on it: {order.rest!r}.",
            f"%%imagine 的提示词写在第一行之下，而不是第一行：{order.rest!r}。",
        )
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    if not lines:
        raise _usage("%%imagine needs a prompt.", "%%imagine 需要提示词。")
    bodies = lines if "each" in order.options else [" ".join(lines)]
    return [f"{body} {order.rest}".strip() for body in bodies]


def _refuse(prompt: str) -> None:
    """Before the first of several is sent: what is sure to fail."""
    for problem in parse(prompt).problems:
        if problem.severity == "error":
            raise _usage(f"{prompt!r}: {problem.message}", f"{prompt!r}：{problem.message}")


def _history(studio: Studio, count: str = "10", *more: str) -> Any:
    if more or not count.isascii() or not count.isdecimal():
        raise _usage("%yubo history takes a number.", "%yubo history 后面写一个数字。", "%yubo help")
    every: Any = studio.history.tasks()
    table = every[_SHOWN].tail(int(count))
    if host.draws_widgets():
        return table
    _show(narrow(table, "prompt", get_terminal_size().columns))
    return None


def _resume(studio: Studio) -> None:
    tasks = studio.history.resume()
    _show(
        say(
            f"Following {len(tasks)} unfinished task(s); nothing was sent.",
            f"正在跟踪 {len(tasks)} 个未完成的任务；没有提交任何请求。",
        )
    )
    if tasks:
        display(studio.board(tasks))


def _doubts(studio: Studio) -> None:
    lines = [repr(one) for one in studio.doubts()]
    _show("\n\n".join(lines) or say("No call is in doubt.", "没有结果不明的请求。"))


def _where(studio: Studio) -> None:
    _show(f"{studio.line}\n{say('Pictures:', '图片：')} {studio.history.store.pictures.folder}")


def _freeze(_studio: Studio) -> None:
    freeze()


def _budget(studio: Studio) -> None:
    _show(repr(studio.budget))


def _show(text: str) -> None:
    print(text)  # noqa: T201 - what a magic is asked for


def _usage(en: str, zh: str, help_: str = "%imagine --help") -> UsageError:
    return UsageError(say(f"{en} Nothing was sent. See {help_}", f"{zh}没有提交。参见 {help_}"))


_ACTS: dict[str, Callable[..., Any]] = {
    "history": _history,
    "resume": _resume,
    "freeze": _freeze,
    "budget": _budget,
    "doubts": _doubts,
    "where": _where,
}
_IMAGINE_ZH = """提交提示词，与 studio.imagine 相同；会显示任务卡片，也可写 task = %imagine … 保存任务。

%imagine 雾中的灯塔 --ar 3:2
%imagine -o task --wait a {red, blue} door --seed $seed

%%imagine --ar 3:2 -o task
雾中的灯塔，
从海上看

-o 名称   把任务存入该变量（用 --each 时为列表）
--wait    等到图片出来
--again   再付费生成一张；否则同一单元格再次运行时返回上次的任务
--each    %%imagine：每行是一个提示词；否则所有行合成一个
--help    显示本说明

选项可以写在魔法命令所在行的任意位置，其余内容都是提示词：--ar 等参数原样保留，
%%imagine 第一行的参数会加在每个提示词之后。花括号表示多选；变量写作 $name 或 {{name}}，
单词前的美元符号写作 $$。以 “?” 结尾的提示词请用 %%imagine。"""
_YUBO_ZH = """查询最近连接的 studio。这些命令都不会产生费用。

%yubo history [N]   最近 N 个任务（默认 10）的表格；全部列见 studio.history.tasks()
%yubo resume        继续跟踪内核结束时尚未完成的任务
%yubo freeze        用静态页面替换所有视图，并结束这些视图
%yubo budget        已花费和上限
%yubo doubts        可能已扣费、结果不明的请求
%yubo where         studio 连接到哪里，历史记录和图片保存在哪里
%yubo help          显示本说明；%imagine --help 说明如何提交提示词"""
