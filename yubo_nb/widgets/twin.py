"""The saved page below a live view: finished pictures and words as plain HTML, for readers without a kernel.

It stands in an output of its own and is published again, from the engine's thread, when a task ends; the live view
hides it as long as it lives. Only inline styles: GitHub and untrusted notebooks take the others away.
"""

import asyncio
import uuid
from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.wire import plain
from yubo_nb.widgets.words import words

WIDTH = 320  # of a thumbnail: 19 kB as WebP, so that sixty fit in 3 MB of notebook
_FULL = 60  # with more tasks than this, only the newest get a picture, and a smaller one
_SMALL, _NEWEST = 160, 24
_PROMPT_SHOWN, _ALT = 300, 1_000
_EVERY = 2.0  # seconds between two versions while tasks are still running
_BUSY = frozenset({"sending", "queued", "running"})


class Twin:
    """The saved page of these cards. `id` is what a live view hides it by."""

    def __init__(self, engine: Source, keys: Sequence[str] | Scope | None = None) -> None:
        self.id = uuid.uuid4().hex[:12]
        self._engine = engine
        self._scope = keys if isinstance(keys, Scope) else Scope(engine, keys)
        self._told: list[tuple[Any, ...]] = []
        self._due: asyncio.TimerHandle | None = None
        self._last = float("-inf")
        self._leave: Callable[[], None] | None = None

    def html(self) -> str:
        """The page as it is now, complete in itself."""
        return page(self._scope.cards(), self._thumbnail, mark=f"yubo-twin-{self.id}")

    def text(self) -> str:
        """The same for a terminal; it says nothing that differs from run to run."""
        return summary(self._scope.cards())

    def display(self) -> None:
        """Show it in an output of its own; it follows its tasks from then on."""
        from IPython.display import display

        display(self._bundle(), raw=True, display_id=self._display_id)  # pyright: ignore[reportUnknownMemberType] - untyped in IPython
        if self._leave is None:
            self._leave = self._engine.call(self._engine.hub.subscribe, self._changed)
        self.publish()

    def publish(self) -> None:
        """Put the newest page in the place of the one shown, if anything has ended since."""
        told = [
            (card.key, card.phase, card.picture, card.picture_error, card.message)
            for card in self._scope.cards()
            if card.settled
        ]
        if told == self._told:
            return
        self._told = told
        from IPython.display import update_display

        update_display(self._bundle(), raw=True, display_id=self._display_id)  # pyright: ignore[reportUnknownMemberType] - untyped in IPython

    def close(self) -> None:
        """Stop following; the page stays."""
        if self._leave is not None:
            self._leave()

    @property
    def _display_id(self) -> str:
        return f"yubo-twin-{self.id}"

    def _bundle(self) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.text()}

    def _changed(self, card: Card) -> None:
        if card.key not in self._scope or not card.settled:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.publish()
            return
        now = loop.time()
        if all(card.phase not in _BUSY for card in self._scope.cards()):
            # At once and before anybody who waits for the task hears of its end: a notebook that is run from the
            # outside is saved and gone a moment later.
            self._publish_at(now)
        elif self._due is None:
            self._due = loop.call_at(max(now, self._last + _EVERY), self._publish_at, now)

    def _publish_at(self, now: float) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due, self._last = None, now
        self.publish()

    def _thumbnail(self, picture: str, width: int) -> bytes:
        return self._engine.picture(picture, width)[0]


def page(cards: Sequence[Card], thumbnail: Callable[[str, int], bytes], *, mark: str) -> str:
    """The cards as HTML, newest first. Pictures that cannot be had leave their place to a sentence."""
    many = len(cards) > _FULL
    newest = cards[::-1]
    shown = newest[:_NEWEST] if many else newest
    width = _SMALL if many else WIDTH
    word = words()
    by_key = {card.key: card for card in cards}
    figures = [_figure(card, by_key, word, thumbnail, width) for card in shown]
    rest = "".join(f"<li>{_line(card, word)}</li>" for card in newest[len(shown) :])
    more = say(f"{len(newest) - len(shown)} older tasks", f"另有 {len(newest) - len(shown)} 个较早的任务")
    return (
        f'<div class="{mark} tex2jax_ignore mathjax_ignore" style="font-family:sans-serif;font-size:13px;line-height:1.45">'
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
    """Escaped for HTML; `$` and backslash stand apart in the text, so that no notebook typesets it as a formula."""
    escaped = escape(text)
    return escaped if attribute else escaped.replace("\\", "<span>\\</span>").replace("$", "<span>$</span>")
