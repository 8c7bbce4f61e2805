"""A grid on a saved page, and in a terminal."""

from collections.abc import Sequence

from yubo_nb.data.markup import Sheet, plain, safe, short
from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.widgets.axes import BUTTON, Axes, named, per_line, shown
from yubo_nb.widgets.page import count, state
from yubo_nb.widgets.words import words

_WIDTHS = ((24, 240), (60, 160), (10_000, 96))  # of a saved thumbnail, by the number of tasks
_PLENTY = 2_200_000  # characters of pictures
_LINE = "border-bottom:1px solid rgba(128,128,128,.35);padding:6px 8px;vertical-align:top;text-align:left"
_HEAD = f"{_LINE};font-weight:600"
_ROW = '<tr style="background:none">'

_BEST = 5


def page(cards: Sequence[Card], axes: Axes, same: str, sheet: Sheet) -> str:
    """A table that reads well where styles and scripts are taken away."""
    by_key = {card.key: card for card in cards}
    width = next(width for most, width in _WIDTHS if len(cards) <= most)
    rows, cols, places = axes.values(axes.rows), axes.values(axes.cols), axes.places()
    across = per_line(axes)
    head = ""
    if axes.cols and not across:
        corner = f'<td style="{_HEAD}">{safe(_corner(axes))}</td>' if axes.rows else ""
        cells = "".join(f'<th scope="col" style="{_HEAD}">{_label(axes.cols, value)}</th>' for value in cols)
        head = f"<thead><tr>{corner}{cells}</tr></thead>"
    lines: list[str] = []
    for r, value in enumerate(rows):
        line = f'<th scope="row" style="{_HEAD}">{_label(axes.rows, value)}</th>' if axes.rows else ""
        for c, along in enumerate(cols):
            keys = places.get((r, c), ())
            cells = "".join(_cell(by_key[key], axes, sheet, width) for key in keys) or "—"
            title = f"<strong>{_label(axes.cols, along)}</strong><br>" if across else ""
            if across and c and c % across == 0:
                line += f"</tr>{_ROW}"
            line += f'<td style="{_LINE}">{title}{cells}</td>'
        lines.append(f"{_ROW}{line}</tr>")
    title = [count(cards)]
    if all(card.sandbox for card in cards):
        title.append(words()["sandbox"])
    about = f'<p style="margin:0 0 8px"><bdi>{safe(short(same, 300))}</bdi></p>' if same else ""
    return (
        f'<h4 style="margin:4px 0 6px;font-size:14px">{safe(" · ".join(title))}</h4>{about}'
        f'<table style="border-collapse:collapse;font-size:13px">{head}'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def summary(cards: Sequence[Card], axes: Axes, same: str) -> str:
    """A line for each task, in the order of the table."""
    by_key = {card.key: card for card in cards}
    lines = [f"{count(cards)}: {short(same, 90)}"]
    for (r, c), keys in sorted(axes.places().items()):
        spot = [f"{named(a)} {shown(a, axes.values(a)[n])}" for a, n in ((axes.rows, r), (axes.cols, c)) if a]
        lines += [f"{' · '.join([*spot, *_rest(by_key[key], axes)])}: {state(by_key[key])}" for key in keys]
    return "\n".join(lines)


def _corner(axes: Axes) -> str:
    """What the headings are values of."""
    return f"{named(axes.rows)} ↓ {named(axes.cols)} →"


def _label(axis: str, value: str) -> str:
    """A parameter's value alone is a number that could be anything's."""
    text = short(shown(axis, value), 90)
    return safe(text if axis.startswith("words") or axis == BUTTON else f"{named(axis)} {text}")


def _rest(card: Card, axes: Axes) -> list[str]:
    """The factors that are neither down nor across, for one task."""
    return [
        f"{named(name)} {shown(name, value)}"
        for name, value in axes.of(card.key).items()
        if name not in (axes.rows, axes.cols)
    ]


def _cell(card: Card, axes: Axes, sheet: Sheet, width: int) -> str:
    drawn, problem = "", card.picture_error
    if sheet.length > _PLENTY:
        problem = say("There are too many pictures for this page.", "图片过多，此页未全部收录。")
    elif card.picture.startswith("full:"):
        style = "display:block;border-radius:6px;max-width:100%;height:auto"
        drawn, problem = sheet.picture(
            card.picture,
            width,
            alt=card.prompt,
            label=f"“{short(card.prompt, 40)}”",
            shown=round(width * 0.75),
            style=style,
        )
    lines = [safe(text) for text in _rest(card, axes)]
    if card.phase != "success":
        lines.append(f"<strong>{safe(state(card))}</strong>")
    lines += [safe(text) for text in _said(card)]
    if said := problem or card.message:
        lines.append(f"<em>{safe(plain(said, 200))}</em>")
    return f'<div style="margin-bottom:6px">{drawn}{"<br>".join(lines)}</div>'


def _said(card: Card) -> list[str]:
    """What a person said of a picture."""
    rating = card.mark.rating or 0
    said = ["★" * rating + "☆" * (_BEST - rating)] if rating > 0 else []
    if rating < 0:
        said.append(f"✕ {words()['rejected_mark']}")
    if card.mark.starred:
        said.append(f"★ {words()['star']}")
    return [*said, plain(card.mark.note or "", 200)] if card.mark.note else said
