"""Where a picture comes from and what came of it: a tree of the cards that a board would show."""

from collections.abc import Sequence
from typing import Any

import traitlets as t

from yubo_nb.data.lineage import branches, forest
from yubo_nb.data.markup import Sheet, changed, plain, prompt, safe, short
from yubo_nb.live.hub import Card
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.kin import Kin
from yubo_nb.widgets.page import state
from yubo_nb.widgets.scope import Source

_WIDTH, _SHOWN = 192, 96  # of a thumbnail, and of its place on the saved page
_QUIET = "opacity:.8"
_NESTED = "list-style:none;margin:0 0 0 14px;padding:0 0 0 14px;border-left:1px solid rgba(128,128,128,.5)"


class Tree(Board):
    """The family of one card. Its root is where the tree begins; `here` is the card that it was asked for."""

    module, styles = "lineage", ("theme", "controls", "board", "lineage")

    root = t.Unicode().tag(sync=True)
    here = t.Unicode().tag(sync=True)

    def __init__(self, engine: Source, kin: Kin, *, here: str, twin: str = "", **traits: Any) -> None:
        super().__init__(engine, kin, face="card", twin=twin, **traits)
        self.root, self.here = kin.root, here


def page(cards: Sequence[Card], sheet: Sheet) -> str:
    """The tree as lists in lists, which read well wherever a notebook is shown."""
    by_key = {card.key: card for card in cards}
    out: list[str] = []
    before = -1
    for key, depth in _order(cards):
        card = by_key[key]
        style = "list-style:none;margin:0;padding:0" if depth == 0 else _NESTED
        out.append(f'<ul style="{style}">' if depth > before else "</li></ul>" * (before - depth) + "</li>")
        parent = by_key.get(card.parent) if depth else None
        out.append(f'<li style="padding-top:10px">{_node(card, parent, sheet)}')
        before = depth
    return "".join(out) + "</li></ul>" * (before + 1)


def summary(cards: Sequence[Card]) -> str:
    """The tree as text; it says nothing that differs from run to run."""
    by_key = {card.key: card for card in cards}
    return "\n".join(
        branches(
            (f"{plain(c.via, 40) or short(c.prompt, 70)} · {state(c)}", depth)
            for c, depth in ((by_key[key], depth) for key, depth in _order(cards))
        )
    )


def _order(cards: Sequence[Card]) -> list[tuple[str, int]]:
    return forest({card.key: card.parent or None for card in cards})


def _node(card: Card, parent: Card | None, sheet: Sheet) -> str:
    drawn, problem = "", card.picture_error
    if card.picture.startswith("full:"):
        style = "display:block;margin-bottom:4px;border-radius:6px;max-width:100%;height:auto"
        label = f"“{plain(card.via, 40) or short(card.prompt, 40)}”"
        drawn, problem = sheet.picture(
            card.picture, _WIDTH, alt=card.prompt, label=label, shown=_SHOWN, style=style
        )
    lines = [f"<strong>{safe(plain(card.via, 40))}</strong>"] if card.via else []
    if parent is None:
        lines.append(prompt(card.prompt, 300))
    lines.append(safe(state(card)))
    if parent is not None and parent.prompt != card.prompt:
        lines.append(changed(parent.prompt, card.prompt, 300))
    if card.message or problem:
        lines.append(f'<em style="{_QUIET}">{safe(plain(problem or card.message, 300))}</em>')
    return drawn + " · ".join(lines)
