"""The lists and tables of a report: where pictures come from, parameters, costs, failures."""

from collections.abc import Iterable, Sequence
from typing import Any

from yubo_nb.data.lineage import forest
from yubo_nb.data.markup import Sheet, changed, plain, prompt, safe, short
from yubo_nb.data.report.rows import BAD, Cost, Row, parted
from yubo_nb.lang import say

_TINY = 64


def lineage(rows: Sequence[Row], trees: Sequence[Sequence[int]], sheet: Sheet | None) -> str:
    """Families as lists in lists."""
    by_number = {row.number: row for row in rows}
    out: list[str] = []
    for tree in trees:
        before = -1
        for number, depth in forest({n: by_number[n].parent for n in tree}):
            row = by_number[number]
            out += (
                ["<ul>"] * (depth > before)
                + ["</li></ul>"] * (before - depth)
                + ["</li>"] * (depth <= before)
            )
            drawn = ""
            if sheet is not None and row.text("picture_hash"):
                drawn, _ = sheet.picture(row.text("picture_hash"), _TINY, alt="")
            via, parent = plain(row.text("via"), 60), by_number.get(row.parent or 0)
            label = f"<bdi>{safe(via or short(parted(row.text('prompt'))[0], 60))}</bdi>"
            both = row.change_from(parent)
            what = f' <span class="change">{changed(*both, 120)}</span>' if both else ""
            out.append(
                f'<li><a href="#task-{number}">{drawn}<span>{number} · {label}</span></a>'
                f' <span class="quiet">{safe(row.state)}</span>{what}'
            )
            before = depth
        out.append("</li></ul>" * (before + 1))
    return f'<div class="tree">{"".join(out)}</div>' if out else ""


def parameters(rows: Sequence[Row]) -> str:
    """What was asked for, one row a task; only parameters that somebody wrote."""
    if not rows:
        return ""
    names = list(dict.fromkeys(name for row in rows for name in row.parameters))
    heads = ["#", say("Prompt", "提示词"), *names, say("State", "状态"), say("Seconds", "秒")]
    by_number = {row.number: row for row in rows}
    lines = [
        [
            f'<a href="#task-{row.number}">{row.number}</a>',
            prompt(short(parted(_drawn(row, by_number))[0], 160), 200),
            *(_value(row.parameters.get(name)) for name in names),
            safe(row.state),
            "" if row.cells.get("latency_s") is None else f"{row.cells['latency_s']:.1f}",
        ]
        for row in rows
    ]
    return _table(say("Parameters", "参数"), heads, lines, [f"row-{row.number}" for row in rows], words=(1,))


def _drawn(row: Row, by_number: dict[int, Row]) -> str:
    both = row.change_from(by_number.get(row.parent or 0))
    return both[1] if both else row.text("prompt")


def _value(value: Any) -> str:
    if value is None:
        return ""
    if value is True or value is False:
        return say("yes", "是") if value else say("no", "否")
    return f"{value:g}" if isinstance(value, float) else safe(plain(str(value), 200))


def costs(sums: Sequence[Cost]) -> str:
    """What the ledger says, by kind of call."""
    if not sums:
        return ""
    heads = [
        say("Kind of call", "调用"),
        say("Calls", "次数"),
        say("Charged", "已扣费"),
        say("In doubt", "结果未知"),
        say("Refunded", "已退费"),
    ]
    total = Cost(
        say("Together", "合计"),
        calls=sum(cost.calls for cost in sums),
        charged=sum(cost.charged for cost in sums),
        doubt=sum(cost.doubt for cost in sums),
        refunded=sum(cost.refunded for cost in sums),
    )
    lines = [
        [
            safe(plain(cost.action.capitalize(), 60)),
            str(cost.calls),
            *(f"{amount:.2f}" for amount in (cost.charged, cost.doubt, cost.refunded)),
        ]
        for cost in [*sums, total]
    ]
    notes: list[str] = []
    if any(cost.sandbox for cost in sums):
        notes.append(
            say(
                "Calls of the sandbox stand here with the prices of the list; nobody paid them.",
                "沙盒调用按标价列出，没有实际扣费。",
            )
        )
    if unknown := sum(cost.unknown for cost in sums):
        notes.append(say(f"Calls without a known price: {unknown}.", f"价格未知的调用：{unknown} 次。"))
    below = "".join(f'<p class="quiet">{safe(note)}</p>' for note in notes)
    return _table(say("Costs", "费用"), heads, lines) + below


def failures(rows: Sequence[Row]) -> str:
    """What did not go well, why, and whether it cost anything."""
    items: list[str] = []
    for row in rows:
        if row.phase not in BAD:
            continue
        why = [f"<bdi>{safe(plain(row.reason, 600))}</bdi>"] if row.reason else []
        why += [safe(row.money)] if row.money and not row.cells.get("sandbox") else []
        items.append(
            f'<li><a href="#task-{row.number}">{row.number}</a> <strong>{safe(row.state)}</strong>: '
            f"{prompt(short(row.text('prompt'), 160), 200)}{'<br>' if why else ''}{' · '.join(why)}</li>"
        )
    return f'<ul class="failures">{"".join(items)}</ul>' if items else ""


def _table(
    name: str,
    heads: Sequence[str],
    lines: Iterable[Sequence[str]],
    ids: Sequence[str] = (),
    words: Sequence[int] = (0,),
) -> str:
    """A table that can be scrolled by keyboard where it is wider than the page."""
    top = "".join(f'<th scope="col">{safe(head)}</th>' for head in heads)
    body: list[str] = []
    for place, line in enumerate(lines):
        cells = "".join(
            f'<th scope="row">{cell}</th>'
            if at == 0
            else f"<td{' class=words' if at in words else ''}>{cell}</td>"
            for at, cell in enumerate(line)
        )
        body.append(f'<tr id="{ids[place]}">{cells}</tr>' if ids else f"<tr>{cells}</tr>")
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{safe(name, attribute=True)}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
