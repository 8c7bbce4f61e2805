"""A report as HTML: one page with its style sheet and its pictures in it, and nothing that runs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from yubo_nb.data import states
from yubo_nb.data.lineage import families
from yubo_nb.data.markup import Sheet, lang, plain, safe
from yubo_nb.data.report import tables
from yubo_nb.data.report.cards import cards, picture_of
from yubo_nb.data.report.rows import Cost, Row
from yubo_nb.lang import say

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = Path(__file__).with_name("page.css")


def page(
    rows: Sequence[Row],
    costs: Sequence[Cost],
    large: Sheet,
    tiny: Sheet,
    *,
    title: str | None,
    size: int | None,
) -> str:
    """The whole page. `size` is that of the pictures; 0: as they came, None: no pictures at all."""
    name = plain(title or say("A study of pictures", "图片研究"), 200)
    draw = picture_of(large, size)
    trees = [family for family in families({row.number: row.parent for row in rows}) if len(family) > 1]
    parts = {
        "pictures": (say("Pictures", "图片"), cards(rows, draw)),
        "lineage": (
            say("Where they come from", "来源"),
            tables.lineage(rows, trees, tiny if size is not None else None),
        ),
        "parameters": (say("Parameters", "参数"), tables.parameters(rows)),
        "costs": (say("Costs", "费用"), tables.costs(costs)),
        "failures": (say("What did not work", "未成功的任务"), tables.failures(rows)),
    }
    shown = {key: part for key, part in parts.items() if part[1]}
    links = "".join(f'<li><a href="#{key}">{safe(words)}</a></li>' for key, (words, _) in shown.items())
    sections = "".join(
        f'<section id="{key}" aria-labelledby="{key}-h"><h2 id="{key}-h">{safe(words)}</h2>{body}</section>'
        for key, (words, body) in shown.items()
    )
    made = datetime.now(UTC)
    foot = say("Made with yubo_nb on", "由 yubo_nb 生成于")
    return (
        f'<!doctype html>\n<html lang="{lang()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{safe(name)}</title><style>{_STYLE.read_text('utf-8')}</style></head>"
        '<body class="tex2jax_ignore mathjax_ignore">'
        f'<header><h1><bdi>{safe(name)}</bdi></h1><p class="meta">{_summary(rows, costs)}</p>'
        f'<nav aria-label="{say("On this page", "本页内容")}"><ul>{links}</ul></nav></header>'
        f"<main>{sections or '<p>' + safe(say('No tasks yet.', '还没有任务。')) + '</p>'}</main>"
        f'<footer><p>{safe(foot)} <time datetime="{made:%Y-%m-%d}">{made:%Y-%m-%d}</time></p></footer>'
        "</body></html>\n"
    )


def _summary(rows: Sequence[Row], costs: Sequence[Cost]) -> str:
    word = states.words()
    parts = [
        say("1 task", "1 个任务") if len(rows) == 1 else say(f"{len(rows)} tasks", f"{len(rows)} 个任务")
    ]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.phase] = counts.get(row.phase, 0) + 1
    parts += [f"{n} {word.get(phase, phase).lower()}" for phase, n in counts.items()]
    if costs and all(cost.sandbox for cost in costs):
        parts.append(word["sandbox"])
    elif costs:
        parts.append(f"{sum(cost.charged for cost in costs):.2f} {word['charged_yes']}")
    days = sorted(
        {f"{row.cells['submitted']:%Y-%m-%d}" for row in rows if row.cells.get("submitted") is not None}
    )
    if days:
        parts.append(days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}")
    return " · ".join(f"<span>{safe(part)}</span>" for part in parts)
