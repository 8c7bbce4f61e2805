"""What is wrong with the words and picture URLs of a prompt."""

import re
from typing import TYPE_CHECKING

from yubo_nb.prompt.errors import Problem
from yubo_nb.prompt.weights import separators, weighted

if TYPE_CHECKING:
    from yubo_nb.prompt.text import Prompt

_URL = re.compile(r"https?://[^\s,，]+", re.IGNORECASE)
_GLUED = re.compile(r"(?<![\s\-—–－])(?:--|[—–]{1,2}|－－)([A-Za-z]+)(?![\w-])")
_PROSE = re.compile(r"(?<!\S)[—–]{1,2}([A-Za-z][A-Za-z0-9_-]*)")
_LATE_NUMBER = re.compile(r"::\s+(-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))(?!\w)")


def word_problems(prompt: "Prompt") -> list[Problem]:
    """Emptiness, multi-prompts, URLs in the wrong place, and dashes that a relay will misread."""
    found: list[Problem] = []
    source = prompt.source
    start, end = prompt.layout.words
    words = source[start:end]
    if not words:
        _empty(found, prompt)
    if "::" in words:
        _multi(found, prompt, words, start)
    if "：：" in words:
        at = source.index("：：", start)
        _add(found, "error", at, 2, "full-width ：： separates nothing: write ::", "全角 ：： 不起分隔作用：请写 ::")
    if "://" in words:
        for match in _URL.finditer(words):
            _add(found, "warning", start + match.start(), match.end() - match.start(),
                 "picture URLs stand in front of the words", "图片网址要放在文字前面")  # fmt: skip
    if "--" in source or "—" in source or "–" in source or "－－" in source:
        _dashes(found, prompt, source, start, end)
    return found


def _add(found: list[Problem], severity: str, column: int, length: int, en: str, zh: str) -> None:
    found.append(Problem("error" if severity == "error" else "warning", column, length, None, en, zh))


def _empty(found: list[Problem], prompt: "Prompt") -> None:
    at = prompt.layout.words[0]
    if not prompt.images and not prompt.layout.flags:
        _add(found, "error", 0, 0, "the prompt is empty", "提示词为空")
    elif not prompt.images:
        _add(found, "warning", at, 0, "no words in front of the parameters", "参数前面没有文字")
    elif len(prompt.images) == 1:
        _add(found, "warning", at, 0, "one picture needs words beside it", "只有一张图片时还需要文字")


def _multi(found: list[Problem], prompt: "Prompt", words: str, start: int) -> None:
    spans = separators(words)
    if not spans:
        return
    first, length = start + spans[0][0], spans[0][1] - spans[0][0]
    version = prompt.version
    used = version or prompt.tables.assumed_version
    if used in prompt.tables.multi_prompt_not_in:
        _add(found, "warning", first, length,
             f"version {used}{'' if version else ' (assumed)'} has no multi-prompts (::)",
             f"版本 {used}{'' if version else '（假定）'}不支持多重提示词（::）")  # fmt: skip
    if sum(weight for _, weight in weighted(words)) <= 0:
        _add(found, "error", first, length, "the weights must add up to more than 0", "权重之和必须大于 0")
    for match in _LATE_NUMBER.finditer(words):
        _add(found, "warning", start + match.start(), match.end() - match.start(),
             f"no blank between :: and {match[1]}, or it is a word",
             f":: 与 {match[1]} 之间不能有空格，否则会被当作文字")  # fmt: skip


def _dashes(found: list[Problem], prompt: "Prompt", source: str, start: int, end: int) -> None:
    names = prompt.tables.names
    for match in _GLUED.finditer(source):
        name = match[1].lower()
        if name not in names or (len(name) == 1 and not match[0].startswith("--")):
            continue
        token = source.rfind(" ", 0, match.start()) + 1
        if "://" not in source[token : match.start()]:
            _add(found, "warning", match.start(), len(match[0]),
                 f"a blank is missing in front of --{name}: read as a word",
                 f"--{name} 前缺少空格：会被当作文字")  # fmt: skip
    for match in _PROSE.finditer(source, start, end):
        _add(found, "warning", match.start(), len(match[0]),
             f"a relay may turn this dash into --{match[1]}, a parameter: put a blank behind it",
             f"中转可能把这个破折号变成参数 --{match[1]}：请在其后加空格")  # fmt: skip
