"""The kernel's half of a dialog at a card: what it is about, what was entered so far, and its answer."""

import io
from typing import Any

from yubo_nb.api.models import meaning_of
from yubo_nb.lang import say
from yubo_nb.live import edits
from yubo_nb.live.edits import Edits
from yubo_nb.live.hub import Card
from yubo_nb.live.region import fit_painted, mask_uri
from yubo_nb.prompt import parse
from yubo_nb.prompt.difference import diff
from yubo_nb.widgets import messages
from yubo_nb.widgets.answer import Answer
from yubo_nb.widgets.scope import Source
from yubo_nb.widgets.wire import PROMPT_LIMIT, plain

Told = dict[str, Any]


class Dialogs:
    """Only a card that waits for an answer takes one, and only one."""

    def __init__(self, engine: Source) -> None:
        self._engine = engine
        self._edits = Edits(engine)
        self.pictures: set[str] = set()
        """What a view may ask for besides the pictures of its cards: those that dialogs are about."""

    def confirm(self, card: Card, press: messages.Confirm) -> Answer:
        """Send the answer: the paid step."""
        if card.phase != "modal":
            return Answer(ok=False, text=say("This dialog was answered already.", "该对话框已经提交过。"))
        mask = None
        if press.mask is not None:
            size = self._size(self._parent(card))
            mask = mask_uri(size, mask=fit_painted(press.mask, size))
        self._engine.confirm(card.key, prompt=press.prompt, mask=mask, gesture=press.gesture)
        return Answer(ok=True)

    def reopen(self, card: Card, press: messages.Reopen) -> Answer:
        """Press the button that opened this card's dialog; the new one begins with what was in it."""
        opener = self._edits.opener(card)
        if opener is None:
            return Answer(
                ok=False,
                text=say(
                    "It is not known which button this was. Press it at the picture itself.",
                    "不清楚是哪个按钮。请在原图上点击。",
                ),
            )
        parent, custom_id = opener
        draft = self._edits.again(card)
        made = self._engine.act(parent, custom_id, gesture=press.gesture).key
        self._edits.keep(made, draft)
        return Answer(ok=True, made=(made,))

    def keep(self, draft: messages.Draft) -> None:
        """Remember what stands in the dialog, as long as its answer may still be refused."""
        card = self._engine.hub.get(draft.key)
        if card is not None and card.phase in {"modal", "sending"}:
            before = self._edits.draft(draft.key)
            self._edits.keep(draft.key, edits.Draft(draft.text, draft.strokes, before.mask))

    def changes(self, key: str, text: str | None) -> Told:
        """What this text changes against the prompt of the parent, and what is wrong with it."""
        card = self._engine.hub.get(key)
        if card is None:
            return {}
        task, parent = self._engine.task(card.parent), self._engine.hub.get(card.parent)
        old = (task.final_prompt if task else "") or (parent.prompt if parent else "") or card.prompt
        new = (card.draft or card.prompt) if text is None else text
        if not old or max(len(old), len(new)) > PROMPT_LIMIT:
            return {"words": [], "parameters": [], "problems": []}
        found = diff(plain(old, PROMPT_LIMIT), plain(new, PROMPT_LIMIT))
        words = [] if found.same_words else [list(one) for one in found.words]
        values = [
            [name, *("" if value is None else plain(str(value), 100) for value in pair)]
            for name, pair in found.parameters.items()
        ]
        problems = [one.message for one in parse(new).problems if one.severity == "error"]
        return {"words": words, "parameters": values, "problems": problems}

    def told(self, key: str) -> tuple[Told, bytes | None]:
        """All that a view needs for the dialog of a card, and the mask that its strokes lie on."""
        card = self._open(key)
        if card is None:
            return {}, None
        draft = self._edits.draft(key)
        opener, parent = self._edits.opener(card), self._engine.hub.get(card.parent)
        picture, size = "", (0, 0)
        if parent is not None and parent.picture.startswith("full:"):
            picture, size = parent.picture, self._size(parent)
            self.pictures.add(picture)
        told = {
            "picture": picture,
            "width": size[0],
            "height": size[1],
            "direction": meaning_of(opener[1]).label if opener else "",
            "text": draft.text,
            "strokes": draft.strokes,
            **self.changes(key, draft.text),
        }
        return told, self._edits.bytes_of(draft.mask) if draft.mask else None

    def _open(self, key: str) -> Card | None:
        card = self._engine.hub.get(key)
        return card if card is not None and card.phase == "modal" else None

    def _parent(self, card: Card) -> Card:
        parent = self._engine.hub.get(card.parent)
        if parent is None or not parent.picture.startswith("full:"):
            raise ValueError(say("The picture to paint on is not here.", "缺少要重绘的图片。"))
        return parent

    def _size(self, card: Card) -> tuple[int, int]:
        from PIL import Image

        with Image.open(io.BytesIO(self._engine.picture(card.picture, None)[0])) as picture:
            return picture.size
