"""Tasks against each other on a saved page, and in a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from yubo_nb.data.markup import Sheet, changed, plain, prompt, safe, short
from yubo_nb.data.measures import difference
from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.widgets.page import state
from yubo_nb.widgets.words import words

_WIDTH, _SHOWN = 480, 360  # of a thumbnail, and of its place on the page
_HARDLY = 0.01  # a share of which no whole per cent is left
_MANY, _SMALL = 2, 240  # with more pictures than this each is smaller
_CELL = "padding:0 14px 10px 0;vertical-align:top;text-align:left;border:0"
_ROW = '<tr style="background:none">'


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a task: `part` 0 is the whole, 1 to 4 a quarter of a grid. `name` tells it from others."""

    key: str
    part: int
    name: str


def page(cards: Sequence[Card], shots: Sequence[Shot], sheet: Sheet) -> str:
    """Side by side, with what is new in each against the first, and where two of them differ."""
    by_key = {card.key: card for card in cards}
    here = [shot for shot in shots if shot.key in by_key]
    many = len(here) > _MANY
    heads = "".join(
        f'<th scope="col" style="{_CELL}">{letter(n)} · {safe(short(shot.name, 60))}</th>'
        for n, shot in enumerate(here)
    )
    cells = "".join(
        f'<td style="{_CELL}">'
        f"{_cell(by_key[shot.key], by_key[here[0].key], shot, letter(n), sheet, many=many)}</td>"
        for n, shot in enumerate(here)
    )
    table = (
        f'<table style="border-collapse:collapse;font-size:13px"><thead>{_ROW}{heads}</tr></thead>'
        f"<tbody>{_ROW}{cells}</tr></tbody></table>"
    )
    heat = "" if many else _heat([by_key[shot.key] for shot in here], here, sheet)
    return f'<h4 style="margin:4px 0 8px;font-size:14px">{safe(words()["compare"])}</h4>{table}{heat}'


def summary(cards: Sequence[Card], shots: Sequence[Shot]) -> str:
    """A line for each; what is not the same as in A stands in it."""
    by_key = {card.key: card for card in cards}
    lines: list[str] = []
    for n, shot in enumerate(shots):
        if card := by_key.get(shot.key):
            lines.append(f"{letter(n)} · {short(shot.name, 60)}: {state(card)}, {short(card.prompt, 90)}")
    return "\n".join(lines)


def letter(n: int) -> str:
    """A, B, … and numbers after Z."""
    return chr(ord("A") + n) if n < 26 else str(n + 1)


def _cell(card: Card, first: Card, shot: Shot, name: str, sheet: Sheet, *, many: bool) -> str:
    shown = _SMALL if many else _SHOWN
    drawn, problem = "", card.picture_error
    if card.picture.startswith("full:"):
        style = "display:block;border-radius:6px;max-width:100%;height:auto;margin-bottom:6px"
        drawn, problem = sheet.picture(
            card.picture,
            _WIDTH,
            alt=f"{name}: {card.prompt}",
            label=f"“{short(shot.name or card.prompt, 40)}”",
            shown=shown,
            style=style,
            part=shot.part,
        )
    lines = [prompt(card.prompt, 300)] if card is first else []
    if card is not first:
        same = card.prompt == first.prompt
        lines.append(safe(words()["lineage_same"]) if same else changed(first.prompt, card.prompt, 300))
    if card.phase != "success":
        lines.append(f"<strong>{safe(state(card))}</strong>")
    if said := problem or card.message:
        lines.append(f"<em>{safe(plain(said, 300))}</em>")
    return f'<div style="max-width:{shown}px">{drawn}{"<br>".join(lines)}</div>'


def _heat(cards: Sequence[Card], shots: Sequence[Shot], sheet: Sheet) -> str:
    """Where two pictures differ, if both are there."""
    if len(cards) != _MANY or not all(card.picture.startswith("full:") for card in cards):
        return ""
    try:
        a, b = (
            Image.open(BytesIO(sheet.fetch(card.picture, _WIDTH, shot.part)))
            for card, shot in zip(cards, shots, strict=True)
        )
        mean, share, heat = difference(a, b)
    except Exception:  # noqa: BLE001 - what cannot be had has its sentence above
        return ""
    if not share:
        return f"<p>{safe(words()['pair_equal'])}</p>"
    out = BytesIO()
    heat.save(out, "WEBP", quality=70)
    portion = "< 1" if share < _HARDLY else round(100 * share)
    said = words()["pair_mean"].format(n=f"{100 * mean:.1f}", share=portion)
    alt = say("Where A and B differ: brighter is more.", "A 与 B 的差异：越亮差异越大。")
    style = "display:block;border-radius:6px;max-width:100%;height:auto"
    drawn = sheet.draw(out.getvalue(), alt=alt, shown=_SHOWN, style=style)
    return f'<p style="margin:0 0 6px"><strong>{safe(said)}</strong></p>{drawn}'
