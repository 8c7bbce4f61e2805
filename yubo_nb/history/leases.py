"""Which of several kernels polls. A lease ends by itself, at once when its holder is dead."""

from sqlalchemy import bindparam, delete, select, update

from yubo_nb.history import owner
from yubo_nb.history.ids import now_ms
from yubo_nb.history.part import Part
from yubo_nb.history.schema import leases

_c = leases.c
_get = select(_c.holder, _c.until_ms).where(_c.name == bindparam("name"))
_insert = leases.insert()
_update = (
    update(leases)
    .where(_c.name == bindparam("key"))
    .values(holder=bindparam("who"), until_ms=bindparam("end"))
)
_delete = delete(leases).where(_c.name == bindparam("key"), _c.holder == bindparam("who"))


class Leases(Part):
    """Taking turns between the processes on one history."""

    def take_lease(self, name: str, seconds: float) -> bool:
        """Get or renew the lease `name`, e.g. "poll:" and an origin. False while another living process has
        it.
        """
        who, now = owner.me(), now_ms()
        end = now + int(seconds * 1000)
        with self._db.writing(
            durable=not self._db.sqlite
        ) as transaction:  # on a server, only that keeps others out
            row = transaction.row(_get, name=name)
            if row is None:
                transaction.do(_insert, {"name": name, "holder": who, "until_ms": end})
                return True
            holder, until = row
            # An end too far ahead was written before the clock was set back.
            if holder != who and now < until <= end + 60_000 and owner.life(holder) != "dead":
                return False
            transaction.do(_update, {"key": name, "who": who, "end": end})
            return True

    def drop_lease(self, name: str) -> None:
        """Give the lease back; nothing happens when this process does not have it."""
        with self._db.writing() as transaction:
            transaction.do(_delete, {"key": name, "who": owner.me()})
