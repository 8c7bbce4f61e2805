"""Intents as rows, and rows as intents."""

import json
from dataclasses import fields
from typing import cast

from sqlalchemy import bindparam, select

from yubo_nb.history.database import Row
from yubo_nb.history.records import Intent
from yubo_nb.history.schema import intents

_c = intents.c
columns = [_c[field.name] for field in fields(Intent)]
by_id = select(*columns).where(_c.intent_id == bindparam("intent_id"))
by_task = (
    select(*columns)
    .where(_c.origin == bindparam("origin"), _c.task_id == bindparam("task_id"))
    .order_by(_c.intent_id.desc())  # of a dialog and its answer, the answer is the paid one
)


def intent_of_row(row: Row) -> Intent:
    """A row of the columns of `Intent`, in their order."""
    values = dict(zip((field.name for field in fields(Intent)), row, strict=True))
    body, images = _json(values["body"]), _json(values["images"])
    values["body"] = body if isinstance(body, dict) else {}
    values["images"] = tuple(cast("list[str]", images)) if isinstance(images, list) else ()
    return Intent(**values)


def _json(stored: str) -> object:
    """None for what a broken disk made of it: one row must not hide all others."""
    try:
        return json.loads(stored)
    except (ValueError, TypeError):
        return None
