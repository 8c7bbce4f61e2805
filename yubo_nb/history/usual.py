"""How long tasks take here: learnt from the latest that went well."""

from statistics import median

from sqlalchemy import bindparam, select

from yubo_nb.api.models import meaning_of
from yubo_nb.history.part import Part
from yubo_nb.history.schema import intents, tasks

_c = tasks.c
_LATEST = 400  # of all kinds; the index by number makes them as cheap in a million as in a thousand
_OF_ONE_KIND = 31
_took = (
    select(intents.c.custom_id, intents.c.endpoint, _c.finish_ms - _c.submit_ms)
    .join(intents, intents.c.intent_id == _c.intent_id)
    .where(_c.origin == bindparam("origin"), _c.phase == "success", _c.finish_ms > _c.submit_ms)
    .order_by(_c.number.desc())
    .limit(_LATEST)
)


class Usual(Part):
    """Reading how long tasks took."""

    def usual(self, origin: str) -> dict[str, int]:
        """The median in milliseconds by the verb of the button; "" is a prompt that was sent."""
        took: dict[str, list[int]] = {}
        with self._db.reading() as transaction:
            for custom_id, endpoint, time in transaction.rows(_took, origin=origin):
                if not custom_id and endpoint != "submit/imagine":
                    continue  # blend, describe and shorten have no verb, and other times
                kind = took.setdefault(meaning_of(custom_id).verb if custom_id else "", [])
                if len(kind) < _OF_ONE_KIND:
                    kind.append(time)
        return {verb: round(median(times)) for verb, times in took.items()}
