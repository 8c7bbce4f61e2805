"""What describe and shorten found: as a row for the browser, as HTML for a saved page, as lines of text."""

from yubo_nb.data.markup import plain, prompt, safe
from yubo_nb.lang import say
from yubo_nb.live.hub import Card, Hub
from yubo_nb.live.texts import Texts, texts_of
from yubo_nb.widgets.scope import Source
from yubo_nb.widgets.wire import Row

PICKS = frozenset({"pick_prompt", "shorten_pick"})  # the relay's own buttons for these prompts
_REFUSED = frozenset({"rejected", "not_sent", "failure"})
_CHOICES, _PARTS, _LENGTH = 10, 400, 3_000


def found(source: Source, card: Card | None) -> Texts | None:
    """The texts of this card; None for one that has none."""
    task = source.task(card.key) if card is not None and card.texts else None
    return None if task is None else texts_of(task)


def result_row(source: Source, card: Card) -> Row:
    """As the browser is told. `offer`: the relay has no working button for them, so Imagine is offered."""
    texts = found(source, card) or Texts((), ())
    choices = texts.choices[:_CHOICES]
    return {
        "key": card.key,
        "choices": [{"n": one.index, "text": plain(one.text, _LENGTH)} for one in choices],
        "parts": [
            {"text": plain(part.text, _LENGTH), "important": part.important, "weight": part.weight}
            for part in texts.parts[:_PARTS]
        ],
        "offer": any(one.custom_id is None for one in choices) or _refused(source.hub, card),
    }


def result_html(source: Source, card: Card) -> str:
    """For a saved page; "" for a card without texts."""
    texts = found(source, card)
    if texts is None:
        return ""
    tags = {True: "strong", False: "del", None: "span"}
    words = [
        f"<{tags[one.important]}>{safe(plain(one.text, _LENGTH))}</{tags[one.important]}>"
        + ("" if one.weight is None else f" <small>({one.weight:g})</small>")
        for one in texts.parts[:_PARTS]
    ]
    head = f"<p>{' '.join(words)}</p>" if words else ""
    items = [f'<li value="{one.index}">{prompt(one.text, _LENGTH)}</li>' for one in texts.choices[:_CHOICES]]
    return head + (f"<ol>{''.join(items)}</ol>" if items else "")


def result_text(source: Source, card: Card) -> str:
    """The prompts, one a line; "" for a card without any."""
    texts = found(source, card)
    if texts is None:
        return ""
    return "\n".join(f"  {one.index}. {plain(one.text, _LENGTH)}" for one in texts.choices[:_CHOICES])


def clip_html(card: Card) -> str:
    """A saved page holds the first frame of a clip, and says where the rest is."""
    if not card.clips:
        return ""
    text = say(
        "A clip; this is its first frame. It plays in the live view, and task.clips holds its file.",
        "这是一段视频，此处为首帧。可在实时视图中播放，文件在 task.clips 中。",
    )
    return f"<em>{safe(text)}</em>"


def _refused(hub: Hub, card: Card) -> bool:
    return any(one.parent == card.key and one.verb in PICKS and one.phase in _REFUSED for one in hub.cards())
