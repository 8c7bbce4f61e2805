"""Small texts to be found again after a restart, and the prompts that were sent."""

from sqlalchemy import bindparam, delete, select, update

from yubo_nb.history.clean import text
from yubo_nb.history.part import Part
from yubo_nb.history.schema import intents, meta

_LOOKED_AT = 10  # rows for each prompt wanted: a sweep writes the same one again and again
_PREFIX = "note:"  # the table holds the version of the schema too
_get = select(meta.c.value).where(meta.c.name == bindparam("key"))
_insert = meta.insert()
_update = update(meta).where(meta.c.name == bindparam("key")).values(value=bindparam("now"))
_delete = delete(meta).where(meta.c.name == bindparam("key"))
_c = intents.c
_prompts = (
    select(_c.prompt)
    .where(_c.origin == bindparam("origin"), _c.endpoint == "submit/imagine")
    .order_by(_c.created_ms.desc(), _c.intent_id.desc())
    .limit(bindparam("most"))
)


class Notes(Part):
    """Texts by name: the draft of a form, what was entered into a dialog."""

    def note(self, name: str, value: str | None) -> None:
        """Keep a text under this name, in the place of the one before; None forgets it."""
        key = _PREFIX + text(name)
        with self._db.writing() as transaction:
            if value is None:
                transaction.do(_delete, {"key": key})
            elif transaction.row(_get, key=key) is None:
                transaction.do(_insert, {"name": key, "value": text(value)})
            else:
                transaction.do(_update, {"key": key, "now": text(value)})

    def noted(self, name: str) -> str | None:
        """The text under this name, None where there is none."""
        with self._db.reading() as transaction:
            row = transaction.row(_get, key=_PREFIX + text(name))
        return row[0] if row else None

    def prompts(self, origin: str, most: int) -> list[str]:
        """The last different prompts that were sent to a relay, newest first."""
        with self._db.reading() as transaction:
            rows = transaction.rows(_prompts, origin=origin, most=most * _LOOKED_AT)
        return list(dict.fromkeys(prompt for (prompt,) in rows if prompt))[:most]
