"""The pictures of a report, each with what is known of its task."""

from collections.abc import Callable, Sequence

from yubo_nb.data import states
from yubo_nb.data.lineage import families
from yubo_nb.data.markup import Sheet, changed, duration, plain, prompt, safe
from yubo_nb.data.report.rows import Row, parted
from yubo_nb.lang import say

_PROMPT = 2_000
Draw = Callable[[Row], tuple[str, str]]
"""The picture of a row, or "" and a sentence in its place."""


def cards(rows: Sequence[Row], draw: Draw) -> str:
    """Families in boxes of their own; tasks alone side by side between them."""
    by_number = {row.number: row for row in rows}
    free = all(row.cells.get("sandbox") for row in rows)  # the head of the page says so
    blocks: list[str] = []
    alone: list[str] = []

    def flush() -> None:
        if alone:
            blocks.append(f'<div class="grid">{"".join(alone)}</div>')
            alone.clear()

    for family in families({row.number: row.parent for row in rows}):
        titled = len(family) > 1
        drawn = [_card(by_number[number], by_number, draw, titled=titled, free=free) for number in family]
        if len(drawn) == 1:
            alone += drawn
            continue
        flush()
        head = _prompt(by_number[family[0]])
        blocks.append(f'<div class="family"><h3>{head}</h3><div class="grid">{"".join(drawn)}</div></div>')
    flush()
    return "".join(blocks)


def _card(row: Row, by_number: dict[int, Row], draw: Draw, *, titled: bool, free: bool) -> str:
    parent = by_number.get(row.parent or 0)
    via = plain(row.text("via"), 60)
    line = [f'<a class="number" href="#row-{row.number}">{row.number}</a>']
    if via:
        of = "" if parent is None else say(f" of {parent.number}", f"（来自 {parent.number}）")
        line.append(f"<strong><bdi>{safe(via)}</bdi>{of}</strong>")
    known = row.phase if row.phase in states.words() else ""
    line.append(f'<span class="state {known}">{safe(row.state)}</span>')
    if row.cells.get("latency_s") is not None:
        line.append(f'<span class="time">{duration(row.cells["latency_s"] * 1000)}</span>')
    drawn, problem = draw(row)
    lines = [f'<p class="line">{" ".join(line)}</p>']
    if problem:
        lines.append(f'<p class="quiet">{safe(plain(problem, 300))}</p>')
    if (both := row.change_from(parent)) is not None:
        lines.append(f'<p class="prompt">{changed(*both, 300)}</p>')
    elif not titled:
        lines.append(f'<p class="prompt">{_prompt(row)}</p>')
    lines.append(_said(row))
    if row.money and not free:
        lines.append(f'<p class="quiet">{safe(row.money)}</p>')
    return f'<figure id="task-{row.number}">{drawn}<figcaption>{"".join(lines)}</figcaption></figure>'


def _prompt(row: Row) -> str:
    """The words, and the parameters a little quieter."""
    text = row.text("prompt")
    if not text.strip():
        return safe(say("(no prompt)", "（无提示词）"))
    words, flags = parted(text)
    quiet = f' <span class="flags">{prompt(flags, _PROMPT)}</span>' if flags else ""
    return prompt(words, _PROMPT) + quiet


def _said(row: Row) -> str:
    """What went wrong, and what its owner thinks of it."""
    reason = f'<p class="reason"><bdi>{safe(plain(row.reason, 600))}</bdi></p>' if row.reason else ""
    rating, note = row.cells.get("rating"), row.text("note")
    marks: list[str] = []
    if rating == -1:
        marks.append(say("rejected", "已淘汰"))
    elif rating:
        spoken = say(f"{rating} of 5", f"{rating} / 5")
        marks.append(f'<span role="img" aria-label="{spoken}">{"★" * rating}{"☆" * (5 - rating)}</span>')
    if row.cells.get("starred"):
        marks.append(say("starred", "已加星"))
    if note:
        marks.append(f"<bdi>{safe(plain(note, 2_000))}</bdi>")
    return reason + (f'<p class="marks">{" · ".join(marks)}</p>' if marks else "")


def _missing(row: Row) -> str:
    match row.text("picture_state"):
        case "GONE":
            return say("Its link has expired.", "图片链接已失效。")
        case "REFUSED":
            return say("Its address or its size is not allowed.", "图片的地址或大小不被允许。")
        case _:
            return say("The picture is missing.", "图片缺失。")


def picture_of(sheet: Sheet, size: int | None) -> Draw:
    """Draws the pictures of rows; 0: as they came, None: none at all."""

    def draw(row: Row) -> tuple[str, str]:
        digest = row.text("picture_hash")
        if size is None:
            return "", ""
        if not digest:
            return "", _missing(row) if row.bare else ""
        label = say(f"number {row.number}", f"{row.number} 号")
        return sheet.picture(digest, size, alt=row.text("prompt"), label=label)

    return draw
