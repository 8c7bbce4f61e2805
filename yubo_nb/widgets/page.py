"""Cards as plain HTML that needs nothing: no script, no style sheet, no network. For saved notebooks.

Whoever shows such a notebook may take away more: GitHub every style, class and `bdi`. So what matters is said
by elements and their order; styles only make it more pleasant. Colours are the reader's own.
"""

from collections.abc import Callable, Sequence

from yubo_nb.data.lineage import families
from yubo_nb.data.markup import Sheet, changed, duration, lang, plain, prompt, safe, short
from yubo_nb.data.states import money
from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.live.reasons import FAILED, OURS, reason
from yubo_nb.widgets.words import words

Page = Callable[[Sequence[Card], Sheet], str]
"""A part of a saved page, drawn from the cards as they are now."""

WIDTH = 320  # of a thumbnail: 19 kB as WebP, so that sixty fit in 3 MB of notebook
_FULL = 60  # with more tasks than this pictures are smaller, and far more do not all get one
_SMALL, _LEAST, _SHARED = 160, 260_000, 120_000_000  # characters: at least, and to be divided by the tasks
_PLENTY = 1_900_000  # characters of pictures; after as many, the others are small too
_PROMPT_SHOWN = 300
_QUIET = "opacity:.8"
_ROW = "display:flex;flex-wrap:wrap;gap:14px;align-items:flex-start"
_BOX = "flex:1 1 100%;min-width:0;border:1px solid rgba(128,128,128,.4);border-radius:10px;padding:10px 12px"


def wrapped(body: str, mark: str) -> str:
    """The whole of a saved page; a live view hides what has its `mark`."""
    style = "font-family:system-ui,sans-serif;font-size:13px;line-height:1.45"
    return f'<div class="{mark} tex2jax_ignore mathjax_ignore" lang="{lang()}" style="{style}">{body}</div>'


def board(cards: Sequence[Card], sheet: Sheet) -> str:
    """The cards under a heading, newest first, each family in a box of its own."""
    if not cards:
        return f"<p>{safe(words()['empty'])}</p>"
    if len(cards) == 1:
        return pictures(cards, sheet)
    said = [count(cards)]
    if free := all(card.sandbox for card in cards):  # then it need not be said at each
        said.append(words()["sandbox"])
    head = f'<h4 style="margin:4px 0 10px;font-size:14px">{safe(" · ".join(said))}</h4>'
    return head + pictures(cards, sheet, free=free)


def pictures(cards: Sequence[Card], sheet: Sheet, *, free: bool = False) -> str:
    """The cards, newest family first. Pictures that cannot be had leave their place to a sentence."""
    many = len(cards) > _FULL
    room = max(_LEAST, _SHARED // max(1, len(cards)))  # a thousand tasks stay under half a megabyte
    by_key = {card.key: card for card in cards}
    order = families({card.key: card.parent or None for card in cards})[::-1]
    blocks: list[str] = []
    older: list[str] = []
    for family in order:
        if many and sheet.length > room:
            older += family
            continue
        drawn = [
            _figure(
                by_key[key], by_key, sheet, _SMALL if many or sheet.length > _PLENTY else WIDTH, free=free
            )
            for key in family
        ]
        blocks.append(drawn[0] if len(drawn) == 1 else _family(by_key[family[0]], drawn))
    more = say(f"{len(older)} older tasks", f"另有 {len(older)} 个较早的任务")
    rest = "".join(f"<li>{_line(by_key[key])}</li>" for key in older)
    return f'<div style="{_ROW}">{"".join(blocks)}</div>' + (
        f"<details><summary>{more}</summary><ul>{rest}</ul></details>" if rest else ""
    )


def summary(cards: Sequence[Card]) -> str:
    """One line a task."""
    lines = [f"{state(card)}: {_via(card)}{short(card.prompt, 70)}" for card in cards]
    return "\n".join(lines) or words()["empty"]


def state(card: Card) -> str:
    """Its state in words."""
    return words()["no_picture" if card.bare else card.phase]


def count(cards: Sequence[Card]) -> str:
    """How many tasks, and how many did not go well."""
    word = words()
    parts = [word["count_one"] if len(cards) == 1 else word["count"].format(n=len(cards))]
    for key, phases in (
        ("count_busy", ("sending", "queued", "running")),
        ("count_failed", ("failure", "rejected", "not_sent")),
        ("count_doubt", ("in_doubt",)),
    ):
        if n := sum(card.phase in phases for card in cards):
            parts.append(word[key].format(n=n))
    return " · ".join(parts)


def _family(root: Card, drawn: Sequence[str]) -> str:
    """What came from one task, under its prompt, which is then said once."""
    title = prompt(root.prompt, _PROMPT_SHOWN) if root.prompt.strip() else safe(words()["no_prompt"])
    heading = f'<h5 style="margin:0 0 8px;font-size:13px;font-weight:600">{title}</h5>'
    return f'<div style="{_BOX}">{heading}<div style="{_ROW}">{"".join(drawn)}</div></div>'


def _figure(card: Card, by_key: dict[str, Card], sheet: Sheet, width: int, *, free: bool) -> str:
    word = words()
    shown = round(width * 0.75)
    parent = by_key.get(card.parent)
    heads = [other for other in by_key.values() if other.parent == card.key] if parent is None else []
    head: list[str] = []
    if parent is not None:
        head.append(f"<strong>{safe(plain(card.via, 40) or '↳')}</strong> {safe(_from(parent))}")
        head.append(safe(state(card)))
    else:
        head.append(f"<strong>{safe(state(card))}</strong>")
        if card.via:
            head.append(safe(word["made_by"].format(via=plain(card.via, 40))))
    if card.submit_ms is not None and card.finish_ms is not None:
        head.append(duration(card.finish_ms - card.submit_ms))
    lines = [" · ".join(head)]
    drawn, problem = "", card.picture_error
    if card.picture.startswith("full:"):
        style = "display:block;max-width:100%;height:auto;border-radius:8px"
        label = f"“{plain(card.via, 40) or short(card.prompt, 40)}”"
        drawn, problem = sheet.picture(
            card.picture, width, alt=card.prompt, label=label, shown=shown, style=style
        )
    if problem:
        lines.append(f"<em>{safe(plain(problem, _PROMPT_SHOWN))}</em>")
    if parent is not None and parent.prompt != card.prompt:
        lines.append(changed(parent.prompt, card.prompt, _PROMPT_SHOWN))
    elif parent is None and not heads and card.prompt:
        lines.append(prompt(card.prompt, _PROMPT_SHOWN))
    why = reason(card.phase, card.message) if card.phase in FAILED else None
    if why is not None:
        lines.append(safe(why.what))
    if card.message and (why is None or why.kind not in OURS):
        lines.append(f"<em>{safe(plain(card.message, _PROMPT_SHOWN))}</em>")
    if not free:
        lines.append(f'<small style="{_QUIET}">{safe(_money(card, word))}</small>')
    if beside := sheet.beside(card.key):
        lines.append(beside)
    return (
        f'<figure style="margin:0;width:{shown}px;max-width:100%;break-inside:avoid">{drawn}'
        f'<figcaption style="margin-top:6px">{"<br>".join(lines)}</figcaption></figure>'
    )


def _from(parent: Card) -> str:
    """What a child was made from, where a family has several generations."""
    return say(f"of {plain(parent.via, 40)}", f"（来自 {plain(parent.via, 40)}）") if parent.via else ""


def _line(card: Card) -> str:
    return f"{safe(state(card))}: {safe(_via(card))}<bdi>{safe(short(card.prompt, 80))}</bdi>"


def _via(card: Card) -> str:
    return f"{plain(card.via, 40)}, " if card.via else ""


def _money(card: Card, word: dict[str, str]) -> str:
    if card.sandbox:
        return word["sandbox"]
    return f"{plain(card.origin, 100)} · {money(card.charged, card.price)}"
