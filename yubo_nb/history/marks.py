"""What a person says about pictures: rating, star, note, tags."""

from typing import Any

from sqlalchemy import bindparam, delete, select, update

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.history.clean import maybe_text, text
from yubo_nb.history.ids import now_ms
from yubo_nb.history.part import Part
from yubo_nb.history.records import Mark
from yubo_nb.history.schema import marks, tags
from yubo_nb.lang import say

_c = marks.c
_where = (_c.origin == bindparam("at"), _c.task_id == bindparam("task"), _c.part == bindparam("of"))
_get = select(_c.rating, _c.starred, _c.note).where(*_where)
_insert = marks.insert()
_fields = ("rating", "starred", "note", "changed_ms")
_update = update(marks).where(*_where).values({name: bindparam(f"new_{name}") for name in _fields})
_tag_where = (
    tags.c.origin == bindparam("at"),
    tags.c.task_id == bindparam("task"),
    tags.c.part == bindparam("of"),
)
_tags = select(tags.c.tag).where(*_tag_where).order_by(tags.c.tag)
_add_tag = tags.insert()
_drop_tags = delete(tags).where(*_tag_where)


class Marks(Part):
    """Writing and reading marks. `part` is 0 for the whole picture, 1 to 4 for a quarter of a grid."""

    def mark(
        self,
        origin: str,
        task_id: str,
        *,
        part: int = 0,
        rating: int | None = None,
        starred: bool | None = None,
        note: str | None = None,
        tags: tuple[str, ...] | None = None,
    ) -> Mark:
        """Change what is given and leave the rest. `rating=0` takes a rating away, `note=""` a note."""
        if rating is not None and rating not in range(-1, 6):
            raise InvalidRequest(
                say(
                    "A rating is 1 to 5, -1 for rejected, 0 for none.",
                    "评分为 1 到 5，-1 表示淘汰，0 表示取消。",
                ),
                field="rating",
            )
        where = {"at": origin, "task": task_id, "of": part}
        with self._db.writing() as transaction:
            row = transaction.row(_get, **where)
            old = row or (None, False, None)
            new: dict[str, Any] = {
                "rating": old[0] if rating is None else rating or None,
                "starred": bool(old[1]) if starred is None else starred,
                "note": old[2] if note is None else maybe_text(note) or None,
                "changed_ms": now_ms(),
            }
            if row:
                transaction.do(_update, {**where, **{f"new_{name}": value for name, value in new.items()}})
            else:
                transaction.do(_insert, {"origin": origin, "task_id": task_id, "part": part, **new})
            if tags is not None:
                transaction.do(_drop_tags, where)
                for tag in sorted({text(tag).strip() for tag in tags} - {""}):
                    transaction.do(_add_tag, {"origin": origin, "task_id": task_id, "part": part, "tag": tag})
            now = tuple(tag for (tag,) in transaction.rows(_tags, **where))
        return Mark(new["rating"], new["starred"], new["note"], now)

    def mark_of(self, origin: str, task_id: str, *, part: int = 0) -> Mark:
        """What was said; an empty mark when nothing was."""
        where = {"at": origin, "task": task_id, "of": part}
        with self._db.reading() as transaction:
            row = transaction.row(_get, **where)
            if row is None:
                return Mark()
            rating, starred, note = row
            found = tuple(tag for (tag,) in transaction.rows(_tags, **where))
        return Mark(rating, bool(starred), note, found)
