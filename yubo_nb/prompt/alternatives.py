"""Alternatives in braces, read once: how many prompts they make, and the n-th of them without the others."""

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from math import prod

from yubo_nb.prompt.errors import PromptError
from yubo_nb.prompt.ranges import ELLIPSES, NUMBER, Span, continued, span
from yubo_nb.prompt.scan import braces

_SIGN = re.compile(r"\\[\\{},|]|[{},|，｜]")
# Deeper nesting is a slip of the keyboard, and would exhaust the stack that walks the tree.
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class _Literal:
    at: int
    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class _Range:
    at: int
    span: Span

    @property
    def count(self) -> int:
        return self.span.count


@dataclass(frozen=True, slots=True)
class _Sequence:
    nodes: "tuple[_Node, ...]"
    count: int


@dataclass(frozen=True, slots=True)
class _Group:
    options: "tuple[_Sequence, ...]"
    ends: tuple[int, ...]  # how many choices there are up to and with each option

    @property
    def count(self) -> int:
        return self.ends[-1] if self.ends else 0


_Node = _Literal | _Range | _Group


@dataclass(slots=True)
class _Open:
    """A brace that is not closed yet: the parts so far and what separated them."""

    at: int
    parts: "list[list[_Node]]" = field(default_factory=lambda: [[]])
    separators: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])


class Choices:
    """The prompts that one text with alternatives stands for, by number. Raises PromptError with a column."""

    def __init__(self, source: str) -> None:
        stray = braces(source)[1]
        if stray:
            at = min(stray)
            missing = "}" if source[at] == "{" else "{"
            raise PromptError(
                f"this {source[at]} has no {missing}", f"这个 {source[at]} 缺少对应的 {missing}", column=at
            )
        self.twice: list[tuple[int, int]] = []
        self._root = self._read(source)
        self.count = self._root.count

    def text(self, index: int) -> str:
        """The prompt of this number; the last alternative changes fastest."""
        return "".join(piece for _, piece in self._pieces(index))

    def traced(self, index: int) -> tuple[str, Callable[[int], int]]:
        """The prompt of this number, and a function from its columns to those of the source."""
        pieces = self._pieces(index)
        starts: list[int] = []
        length = 0
        for _, piece in pieces:
            starts.append(length)
            length += len(piece)

        def origin(column: int) -> int:
            if not pieces:
                return 0
            which = max(0, bisect.bisect_right(starts, column) - 1)
            return pieces[which][0] + column - starts[which]

        return "".join(piece for _, piece in pieces), origin

    def _pieces(self, index: int) -> list[tuple[int, str]]:
        out: list[tuple[int, str]] = []
        gap = _emit(self._root, index, out, gap=False)
        if gap and out and out[-1][1][-1].isspace():
            out[-1] = (out[-1][0], out[-1][1][:-1])
        return out

    def _read(self, source: str) -> _Sequence:
        stack = [_Open(-1)]
        at = 0
        for match in _SIGN.finditer(source):
            sign, start = match[0], match.start()
            top = stack[-1]
            if len(stack) == 1 and sign not in ("{", "\\{", "\\}", "\\\\"):
                continue
            if at < start:
                top.parts[-1].append(_Literal(at, source[at:start]))
            at = match.end()
            if sign == "{":
                if len(stack) > DEEPEST:
                    raise PromptError(
                        f"braces more than {DEEPEST} deep", f"花括号嵌套超过 {DEEPEST} 层", column=start
                    )
                stack.append(_Open(start))
            elif sign == "}":
                stack.pop()
                stack[-1].parts[-1].append(self._closed(top, source, start))
            elif sign[0] == "\\":
                top.parts[-1].append(_Literal(start, sign[1]))
            else:
                top.separators.append((start, sign))
                top.parts.append([])
        if at < len(source):
            stack[0].parts[-1].append(_Literal(at, source[at:]))
        return _sequence(stack[0].parts[0])

    def _closed(self, group: _Open, source: str, end: int) -> _Group:
        used = {sign for _, sign in group.separators}
        # A bar separates more strongly than a comma, and a Chinese comma only where it is alone.
        separating = used & {"|", "｜"} or used & {","} or used
        parts: list[list[_Node]] = [list(group.parts[0])]
        bounds = [group.at + 1]
        for (at, sign), nodes in zip(group.separators, group.parts[1:], strict=True):
            if sign in separating:
                parts.append(list(nodes))
                bounds.append(at + 1)
            else:
                parts[-1] += [_Literal(at, sign), *nodes]
        options = _ranged([_stripped(nodes) for nodes in parts], group.at)
        ends = [*(bound - 1 for bound in bounds[1:]), end]
        seen: set[str] = set()
        for start, stop in zip(bounds, ends, strict=True):
            option = source[start:stop].strip()
            if option and option in seen:
                self.twice.append((source.index(option, start), len(option)))
            seen.add(option)
        return _Group(options, tuple(accumulate(option.count for option in options)))


def _sequence(nodes: list[_Node]) -> _Sequence:
    return _Sequence(tuple(nodes), prod(node.count for node in nodes))


def _stripped(nodes: list[_Node]) -> list[_Node]:
    if nodes and isinstance(nodes[0], _Literal):
        first = nodes[0]
        text = first.text.lstrip()
        nodes[0] = _Literal(first.at + len(first.text) - len(text), text)
    if nodes and isinstance(nodes[-1], _Literal):
        nodes[-1] = _Literal(nodes[-1].at, nodes[-1].text.rstrip())
    return [node for node in nodes if not isinstance(node, _Literal) or node.text]


def _ranged(parts: list[list[_Node]], at: int) -> tuple[_Sequence, ...]:
    """The options with ranges in place of what writes them."""
    plain = [nodes[0].text if len(nodes) == 1 and isinstance(nodes[0], _Literal) else None for nodes in parts]
    options: list[_Sequence] = []
    for index, nodes in enumerate(parts):
        text = plain[index]
        found: Span | None = None
        begin = nodes[0].at if nodes and isinstance(nodes[0], _Literal) else at
        if text is not None and text[-1] in ")].…0123456789":
            try:
                if text in ELLIPSES and index + 1 < len(parts):
                    found = _between(plain[max(0, index - 2) : index], plain[index + 1])
                else:
                    found = span(text, bare=len(parts) == 1)
            except ValueError as fault:
                en, zh = fault.args
                raise PromptError(en, zh, column=begin) from None
        if found is None:
            options.append(_sequence(nodes))
        elif found.count > 0:
            options.append(_sequence([_Range(begin, found)]))
    return tuple(options)


def _between(before: list[str | None], last: str | None) -> Span | None:
    """The numbers that dots stand for; the one behind the dots is written there already."""
    if not before or before[-1] is None or last is None:
        return None
    known = [one for one in before if one is not None and NUMBER.fullmatch(one)]
    found = continued(known if before[-1] in known else [], last)
    if found is None or found.count < 1:
        return found
    exact = found.first + found.step * (found.count - 1) == Fraction(last)
    return Span(found.first, found.step, found.count - exact, found.places)


def _emit(sequence: _Sequence, index: int, out: list[tuple[int, str]], *, gap: bool) -> bool:
    """Append one choice. `gap`: an empty option stands right before, so two blanks become one."""
    digits: list[int] = []
    for node in reversed(sequence.nodes):
        if node.count == 1:
            digits.append(0)
        else:
            index, digit = divmod(index, node.count)
            digits.append(digit)
    for node in sequence.nodes:
        digit = digits.pop()
        if isinstance(node, _Group):
            which = bisect.bisect_right(node.ends, digit)
            option = node.options[which]
            rest = digit - node.ends[which] + option.count
            gap = _emit(option, rest, out, gap=gap) if option.nodes else True
            continue
        text, at = (node.span.item(digit) if isinstance(node, _Range) else node.text), node.at
        if gap and text[:1].isspace() and (not out or out[-1][1][-1:].isspace()):
            text, at = text[1:], at + 1
        gap = False
        if text:
            out.append((at, text))
    return gap
