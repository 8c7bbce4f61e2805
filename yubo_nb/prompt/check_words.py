"""What is wrong with the words and picture URLs of a prompt."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from yubo_nb.prompt.errors import Problem, error, warning
from yubo_nb.prompt.weights import separators, weighted

if TYPE_CHECKING:
    from yubo_nb.prompt.text import Prompt

_URL = re.compile(r"https?://[^\s,，]+", re.IGNORECASE)
_GLUED = re.compile(r"(?<![\s\-—–－])(?:--|[—–]{1,2}|－－)([A-Za-z]+)(?![\w-])")
_PROSE = re.compile(r"(?<!\S)[—–]{1,2}([A-Za-z][A-Za-z0-9_-]*)")
_LATE_NUMBER = re.compile(r"::\s+(-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))(?!\w)")


def word_problems(prompt: "Prompt") -> Iterator[Problem]:
    """Emptiness, multi-prompts, URLs in the wrong place, and dashes that a relay will misread."""
    source = prompt.source
    start, end = prompt.layout.words
    words = source[start:end]
    if not words:
        yield from _empty(prompt)
    if "::" in words:
        yield from _multi(prompt, words, start)
    if "：：" in words:
        at = source.index("：：", start)
        yield error(
            (at, at + 2),
            None,
            "full-width ：： separates nothing: write ::",
            "全角 ：： 不起分隔作用：请写 ::",
        )
    if "｛" in words or "｝" in words:
        at = min(at for at in (words.find("｛"), words.find("｝")) if at >= 0) + start
        en = "full-width ｛｝ offer no alternatives: write { }"
        yield warning((at, at + 1), None, en, "全角 ｛｝ 不表示多选：请写 { }")
    if "://" in words:
        for match in _URL.finditer(words):
            yield warning(
                (start + match.start(), start + match.end()),
                None,
                "picture URLs stand in front of the words",
                "图片网址要放在文字前面",
            )
    if "--" in source or "—" in source or "–" in source or "－－" in source:
        yield from _dashes(prompt, source, start, end)


def _empty(prompt: "Prompt") -> Iterator[Problem]:
    at = prompt.layout.words[0]
    if not prompt.images and not prompt.layout.flags:
        yield error((0, 0), None, "the prompt is empty", "提示词为空")
    elif not prompt.images:
        yield warning((at, at), None, "no words in front of the parameters", "参数前面没有文字")
    elif len(prompt.images) == 1:
        yield warning((at, at), None, "one picture needs words beside it", "只有一张图片时还需要文字")


def _multi(prompt: "Prompt", words: str, start: int) -> Iterator[Problem]:
    spans = separators(words)
    if not spans:
        return
    at = start + spans[0][0], start + spans[0][1]
    version = prompt.version
    used = version or prompt.tables.assumed_version
    if used in prompt.tables.multi_prompt_not_in:
        yield warning(
            at,
            None,
            f"version {used}{'' if version else ' (assumed)'} has no multi-prompts (::)",
            f"版本 {used}{'' if version else '（假定）'}不支持多重提示词（::）",
        )
    if sum(weight for _, weight in weighted(words)) <= 0:
        yield error(at, None, "the weights must add up to more than 0", "权重之和必须大于 0")
    for match in _LATE_NUMBER.finditer(words):
        yield warning(
            (start + match.start(), start + match.end()),
            None,
            f"no blank between :: and {match[1]}, or it is a word",
            f":: 与 {match[1]} 之间不能有空格，否则会被当作文字",
        )


def _dashes(prompt: "Prompt", source: str, start: int, end: int) -> Iterator[Problem]:
    names = prompt.tables.names
    for match in _GLUED.finditer(source):
        name = match[1].lower()
        if name not in names or (len(name) == 1 and not match[0].startswith("--")):
            continue
        # URLs of some kilobytes exist; looking further back would make long texts slow.
        word = source[max(0, match.start() - 4096) : match.start()].rsplit(maxsplit=1)
        if not word or "://" not in word[-1]:
            yield warning(
                match.span(),
                None,
                f"a blank is missing in front of --{name}: read as a word",
                f"--{name} 前缺少空格：会被当作文字",
            )
    for match in _PROSE.finditer(source, start, end):
        yield warning(
            match.span(),
            None,
            f"a relay may turn this dash into --{match[1]}, a parameter: put a blank behind it",
            f"中转可能把这个破折号变成参数 --{match[1]}：请在其后加空格",
        )
