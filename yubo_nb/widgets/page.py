"""Cards as plain HTML that needs nothing: no script, no style sheet, no network. For saved notebooks."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape

from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.widgets.wire import plain
from yubo_nb.widgets.words import words

WIDTH = 320  # of a thumbnail: 19 kB as WebP, so that sixty fit in 3 MB of notebook
_FULL = 60  # with more tasks than this, only the newest get a picture, and a smaller one
_SMALL, _NEWEST = 160, 24
_PLENTY = 1_900_000  # characters of pictures; after as many, the older ones are small too
_PROMPT_SHOWN, _ALT = 300, 1_000


def page(cards: Sequence[Card], thumbnail: Callable[[str, int], bytes], *, mark: str) -> str:
    """The cards as HTML, newest first. Pictures that cannot be had leave their place to a sentence."""
    many = len(cards) > _FULL
    newest = cards[::-1]
    shown = newest[:_NEWEST] if many else newest
    word = words()
    by_key = {card.key: card for card in cards}
    figures: list[str] = []
    length = 0
    for card in shown:
        width = _SMALL if many or length > _PLENTY else WIDTH
        figures.append(_figure(card, by_key, word, thumbnail, width))
        length += len(figures[-1])
    rest = "".join(f"<li>{_line(card, word)}</li>" for card in newest[len(shown) :])
    more = say(f"{len(newest) - len(shown)} older tasks", f"另有 {len(newest) - len(shown)} 个较早的任务")
    style = "font-family:sans-serif;font-size:13px;line-height:1.45"
    return (
        f'<div class="{mark} tex2jax_ignore mathjax_ignore" style="{style}">'
        f'<div style="display:flex;flex-wrap:wrap;gap:14px;align-items:flex-start">{"".join(figures)}</div>'
        + (f"<details><summary>{more}</summary><ul>{rest}</ul></details>" if rest else "")
        + ("" if cards else f"<p>{_safe(word['empty'])}</p>")
        + "</div>"
    )


def summary(cards: Sequence[Card]) -> str:
    """One line a task."""
    word = words()
    lines = [f"{word[card.phase]}: {_via(card)}{_short(card.prompt, 70)}" for card in cards]
    return "\n".join(lines) or word["empty"]


def _figure(
    card: Card,
    by_key: dict[str, Card],
    word: dict[str, str],
    thumbnail: Callable[[str, int], bytes],
    width: int,
) -> str:
    shown = round(width * 0.75)
    prompt = plain(card.prompt, _PROMPT_SHOWN)
    if len(card.prompt) > _PROMPT_SHOWN:
        prompt += "…"
    parent = by_key.get(card.parent)
    origin = card.via
    if parent is not None:
        origin = word["of"].format(via=card.via or "↳", parent=_short(parent.prompt, 40))
    head = [f"<strong>{_safe(word[card.phase])}</strong>"]
    if card.submit_ms is not None and card.finish_ms is not None:
        head.append(f"{max(0, round((card.finish_ms - card.submit_ms) / 1000))} s")
    if origin:
        head.append(_safe(plain(origin, 120)))
    lines = [" · ".join(head), f'<bdi style="overflow-wrap:anywhere">{_safe(prompt)}</bdi>']
    if card.message:
        lines.append(f"<em>{_safe(plain(card.message, _PROMPT_SHOWN))}</em>")
    lines.append(f"<small>{_safe(_money(card, word))}</small>")
    picture, problem = _image(card, thumbnail, width, shown)
    if problem:
        lines.insert(1, f"<em>{_safe(problem)}</em>")
    return (
        f'<figure style="margin:0;width:{shown}px;max-width:100%">{picture}'
        f'<figcaption style="margin-top:6px">{"<br>".join(lines)}</figcaption></figure>'
    )


def _image(card: Card, thumbnail: Callable[[str, int], bytes], width: int, shown: int) -> tuple[str, str]:
    if not card.picture.startswith("full:"):
        return "", card.picture_error
    try:
        data = thumbnail(card.picture, width)
    except Exception as error:  # noqa: BLE001 - the page is more than one picture: the reason stands in its place
        return "", str(error) or type(error).__name__
    kind = _image_type(data)
    if not kind:
        return "", words()["picture_missing"]
    alt = _safe(plain(card.prompt, _ALT), attribute=True)
    return (
        f'<img width="{shown}" alt="{alt}" src="data:{kind};base64,{b64encode(data).decode()}"'
        ' style="display:block;max-width:100%;height:auto;border-radius:8px">'
    ), ""


def _image_type(data: bytes) -> str:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def _line(card: Card, word: dict[str, str]) -> str:
    return f"{_safe(word[card.phase])}: {_safe(_via(card))}<bdi>{_safe(_short(card.prompt, 80))}</bdi>"


def _via(card: Card) -> str:
    return f"{plain(card.via, 40)}, " if card.via else ""


def _short(prompt: str, length: int) -> str:
    text = " ".join(plain(prompt, length * 2).split())
    return text if len(text) <= length else f"{text[:length].rstrip()}…"


def _money(card: Card, word: dict[str, str]) -> str:
    if card.sandbox:
        return word["sandbox"]
    price = "" if card.price is None else f" {card.price:g}"
    return f"{plain(card.origin, 100)} · {word.get(f'charged_{card.charged}', card.charged)}{price}"


def _safe(text: str, *, attribute: bool = False) -> str:
    """Escaped for HTML; `$` and backslash stand apart, so that no notebook typesets the text as a formula."""
    escaped = escape(text)
    return escaped if attribute else escaped.replace("\\", "<span>\\</span>").replace("$", "<span>$</span>")
