"""Small things to be found again after a restart: the draft of a form, what was entered into a dialog."""

from sqlalchemy import bindparam, delete, select, update

from yubo_nb.history.clean import text
from yubo_nb.history.part import Part
from yubo_nb.history.schema import meta

_PREFIX = "note:"  # the table holds the version of the schema too
_get = select(meta.c.value).where(meta.c.name == bindparam("key"))
_insert = meta.insert()
_update = update(meta).where(meta.c.name == bindparam("key")).values(value=bindparam("now"))
_delete = delete(meta).where(meta.c.name == bindparam("key"))


class Notes(Part):
    """Texts by name."""

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
