"""Small texts kept beside the tasks, and the prompts that were sent, for whoever writes the next one."""

from sqlalchemy import bindparam, select

from yubo_nb.history.clean import text
from yubo_nb.history.part import Part
from yubo_nb.history.schema import intents, meta

_LOOKED_AT = 10  # rows for each prompt wanted: a sweep writes the same one again and again
_get = select(meta.c.value).where(meta.c.name == bindparam("name"))
_insert = meta.insert()
_update = meta.update().where(meta.c.name == bindparam("key")).values(value=bindparam("now"))
_c = intents.c
_prompts = (
    select(_c.prompt)
    .where(_c.origin == bindparam("origin"), _c.endpoint == "submit/imagine")
    .order_by(_c.created_ms.desc(), _c.intent_id.desc())
    .limit(bindparam("most"))
)


class Notes(Part):
    """Writing and reading notes, by name."""

    def note(self, name: str) -> str:
        """What was kept under this name; "" for nothing."""
        with self._db.reading() as transaction:
            row = transaction.row(_get, name=f"note:{name}")
        return row[0] if row else ""

    def keep_note(self, name: str, value: str) -> None:
        """Keep this in the place of what was kept before."""
        name, value = f"note:{name}", text(value)
        with self._db.writing() as transaction:
            if not transaction.do(_update, {"key": name, "now": value}):
                transaction.do(_insert, {"name": name, "value": value})

    def prompts(self, origin: str, most: int) -> list[str]:
        """The last different prompts that were sent to a relay, newest first."""
        with self._db.reading() as transaction:
            rows = transaction.rows(_prompts, origin=origin, most=most * _LOOKED_AT)
        return list(dict.fromkeys(prompt for (prompt,) in rows if prompt))[:most]
