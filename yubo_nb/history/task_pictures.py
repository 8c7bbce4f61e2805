"""Which picture belongs to which task, and why one is missing."""

from typing import Any

from sqlalchemy import bindparam, select, update

from yubo_nb.history.clean import text
from yubo_nb.history.ids import now_ms
from yubo_nb.history.part import Part
from yubo_nb.history.records import PictureState
from yubo_nb.history.schema import task_pictures, tasks

_c = task_pictures.c
_one = (_c.origin == bindparam("at"), _c.task_id == bindparam("task"), _c.role == bindparam("as_role"))
_get = select(_c.attempts, _c.url, _c.hash).where(*_one)
_like = select(_c.role, _c.hash).where(*_one[:2], _c.role.like(bindparam("as_role")), _c.hash.is_not(None))
_insert = task_pictures.insert()
_fields = ("hash", "state", "error", "url", "attempts", "changed_ms")
_update = update(task_pictures).where(*_one).values({name: bindparam(f"new_{name}") for name in _fields})
# The result's state stands on the task's row too, where lists and frames read it.
_on_task = (
    update(tasks)
    .where(tasks.c.origin == bindparam("at"), tasks.c.task_id == bindparam("task"))
    .values(
        picture_hash=bindparam("new_hash"),
        picture_state=bindparam("new_state"),
        picture_error=bindparam("new_error"),
    )
)


class TaskPictures(Part):
    """Links from tasks to the cache."""

    def picture_for(
        self, origin: str, task_id: str, digest: str, *, role: str = "result", url: str = ""
    ) -> None:
        """The picture is in the cache. `role`: "result", "cut:1" …, "source:1" …, "clip:1" …, "mask".

        Of a picture that came without a task, the intent's id stands for the task's.
        """
        self._put({"at": origin, "task": task_id, "as_role": role}, digest, "CACHED", url=url)

    def pictures_as(self, origin: str, task_id: str, role: str) -> list[str]:
        """The hashes of `role:1`, `role:2` … of a task, or of an intent."""
        with self._db.reading() as transaction:
            found = transaction.rows(_like, at=origin, task=task_id, as_role=f"{role}:%")
        return [
            digest for _, digest in sorted((int(name.rpartition(":")[2]), digest) for name, digest in found)
        ]

    def picture_failed(
        self,
        origin: str,
        task_id: str,
        state: PictureState,
        reason: str,
        *,
        role: str = "result",
        url: str = "",
    ) -> None:
        """The picture could not be had: WANTED (will be tried again), REFUSED, GONE. A cached one stays."""
        self._put({"at": origin, "task": task_id, "as_role": role}, None, state, error=reason, url=url)

    def picture_of(self, origin: str, task_id: str, role: str = "result") -> str | None:
        """The hash of a task's picture in this role; None where there is none."""
        with self._db.reading() as transaction:
            row = transaction.row(_get, at=origin, task=task_id, as_role=role)
        return row[2] if row else None

    def _put(
        self, key: dict[str, str], digest: str | None, state: PictureState, *, error: str = "", url: str
    ) -> None:
        with self._db.writing() as transaction:
            found = transaction.row(_get, **key)
            attempts, old_url, old_hash = found or (0, "", None)
            if old_hash and not digest:
                return
            new: dict[str, Any] = {
                "hash": digest,
                "state": state,
                "error": text(error),
                "url": text(url) or old_url,
                "attempts": attempts + 1,
                "changed_ms": now_ms(),
            }
            shown = {f"new_{name}": value for name, value in new.items()}
            if found:
                transaction.do(_update, {**key, **shown})
            else:
                place = {"origin": key["at"], "task_id": key["task"], "role": key["as_role"]}
                transaction.do(_insert, {**place, **new})
            if key["as_role"] == "result":
                transaction.do(_on_task, {**key, **shown})
