"""What belongs to a dialog beside its prompt: what was entered so far, and the mask that was sent."""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from yubo_nb.api.answers import plain
from yubo_nb.history import History
from yubo_nb.live.hub import Card, Hub


class Place(Protocol):
    """An engine, or its desk."""

    @property
    def hub(self) -> Hub: ...
    @property
    def history(self) -> History: ...
    @property
    def origin(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that no relay has accepted yet.

    `strokes` is the mask editor's own notation, `mask` what they lie on: the hash of a picture in the cache,
    "" for none. `text` is None as long as nobody has typed.
    """

    text: str | None = None
    strokes: str = ""
    mask: str = ""


class Edits:
    """Kept by the key of the card, which is the same after a restart. Any thread."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def draft(self, key: str) -> Draft:
        """What was entered into the dialog of this card."""
        kept = self._place.history.noted(_name(key))
        try:
            return Draft(**json.loads(kept)) if kept else Draft()
        except (ValueError, TypeError):  # of another version
            return Draft()

    def keep(self, key: str, draft: Draft) -> None:
        """Remember what was entered."""
        self._place.history.note(_name(key), json.dumps(asdict(draft), ensure_ascii=False))

    def forget(self, key: str) -> None:
        """The answer was accepted."""
        if self._place.history.noted(_name(key)) is not None:
            self._place.history.note(_name(key), None)

    def again(self, card: Card) -> Draft:
        """What the same dialog begins with when it is opened once more: what was sent, else entered."""
        task_id = card.task_id or ""
        entered = self.draft(card.key)  # read first: it goes once the answer is known
        sent = self._place.history.picture_of(self._place.origin, task_id, "mask")
        answer = self._place.history.intent_of(self._place.origin, task_id)
        if answer is None or answer.endpoint != "submit/modal" or answer.status in {"REJECTED", "NOT_SENT"}:
            return entered
        return Draft(answer.prompt, "", sent or "")

    def opener(self, card: Card) -> tuple[str, str] | None:
        """The key of the card whose button opened this card's dialog, and its customId."""
        intent = self._place.history.intent(card.intent_id) if card.intent_id else None
        return (card.parent, intent.custom_id) if intent and intent.custom_id and card.parent else None

    def mask(self, key: str) -> bytes | None:
        """The mask that was sent with the answer to this card's dialog, as PNG. Raises PictureUnavailable."""
        card = self._place.hub.get(key)
        if card is None or card.task_id is None:
            return None
        kept = self._place.history.picture_of(self._place.origin, card.task_id, "mask")
        return self.bytes_of(kept) if kept else None

    def bytes_of(self, digest: str) -> bytes:
        """A picture of the cache."""
        return self._place.history.pictures.original(digest)[0]

    def sending(self, card: Card, prompt: str, body: Mapping[str, Any]) -> None:
        """Keep an answer before it goes out: as the draft until it is accepted, its mask with the task too.

        What was painted by hand stays as strokes, which can be undone; a mask is one stroke for ever.
        """
        before, mask = self.draft(card.key), body.get("maskBase64")
        kept = self._mask(card, card.task_id, str(mask)) if mask and card.task_id else ""
        self.keep(card.key, replace(before, text=prompt) if before.strokes else Draft(prompt, "", kept))

    def _mask(self, card: Card, task_id: str, text: str) -> str:
        """Keep the mask, byte for byte, and which picture it was for; the mask's hash."""
        history, origin = self._place.history, self._place.origin
        parent, kept = self._place.hub.get(card.parent), history.pictures.add(base64.b64decode(text)).hash
        history.picture_for(origin, task_id, kept, role="mask")
        if parent is not None and parent.picture.startswith("full:"):
            digest = parent.picture.removeprefix("full:")
            history.picture_for(origin, task_id, digest, role="source:1")
        return kept


def _name(key: str) -> str:
    return f"dialog:{plain(key, 200)}"
