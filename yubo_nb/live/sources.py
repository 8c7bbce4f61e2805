"""The pictures that a call was sent with, kept beside it: whose face it was, say."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, cast

from yubo_nb.history import History


def sent_with(body: Mapping[str, Any]) -> Iterator[bytes]:
    """The pictures in a request, in their order."""
    for value in body.values():
        for one in cast("list[object]", value) if isinstance(value, list) else [value]:
            head, _, text = one.partition(";base64,") if isinstance(one, str) else ("", "", "")
            if head.startswith("data:image/"):
                try:
                    yield base64.b64decode(text, validate=True)
                except binascii.Error:
                    continue


def keep_sources(history: History, origin: str, intent_id: str, body: Mapping[str, Any]) -> None:
    """Into the cache, linked to the call: its id is there before any task's. Raises HistoryError."""
    for number, data in enumerate(sent_with(body), 1):
        picture = history.pictures.add(data)
        history.picture_for(origin, intent_id, picture.hash, role=f"source:{number}")
