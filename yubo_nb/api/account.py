"""What the key may still spend and which models it may use. Both are the gateway's, not every relay's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from yubo_nb.api.answers import Answer
from yubo_nb.api.judge import unanswered
from yubo_nb.api.lacking import not_offered
from yubo_nb.api.readers import objects, read_json
from yubo_nb.api.request import Request, question
from yubo_nb.api.wire import integer, mapping, text

_UNLIMITED = 100_000_000
_BILLING = "/v1/dashboard/billing"


@dataclass(frozen=True, slots=True)
class Quota:
    """The key's money in its relay's unit: often USD, sometimes CNY or raw units (500,000 = 1 USD).

    `limit` is used and left together, of the key or of the whole account; None for an unlimited key. `used`
    is all-time: new-api ignores dates. `until` is the day of expiry, None for never.
    """

    limit: float | None
    used: float
    until: datetime | None = None

    @property
    def left(self) -> float | None:
        """What can still be spent; None without a limit."""
        return None if self.limit is None else self.limit - self.used


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 1e15 else None


def _body(answer: Answer, endpoint: str) -> dict[str, Any]:
    """The object of an answer; these endpoints hide errors behind HTTP 200."""
    missing = not_offered(answer, endpoint)
    if missing is not None:
        raise missing
    return mapping(read_json(answer, endpoint))


def subscription() -> Request:
    """The key's limit, as a Quota with nothing used. `GET /v1/dashboard/billing/subscription` (new-api)."""
    return question("billing/subscription", f"{_BILLING}/subscription", _read_subscription)


def _read_subscription(answer: Answer) -> Quota:
    body = _body(answer, "billing/subscription")
    limit = _number(body.get("hard_limit_usd"))
    if limit is None:
        raise unanswered(answer, "billing/subscription")
    ends = integer(body.get("access_until")) or 0
    until = datetime.fromtimestamp(ends, UTC) if 0 < ends < 253_402_300_800 else None
    return Quota(None if limit >= _UNLIMITED else limit, 0.0, until)


def usage(today: date | None = None) -> Request:
    """What was used, in the same unit. `GET /v1/dashboard/billing/usage` tells hundredths."""
    day = today or datetime.now(UTC).date()
    span = f"start_date={day - timedelta(days=99)}&end_date={day + timedelta(days=1)}"
    return question("billing/usage", f"{_BILLING}/usage?{span}", _read_usage)


def _read_usage(answer: Answer) -> float:
    used = _number(_body(answer, "billing/usage").get("total_usage"))
    if used is None:
        raise unanswered(answer, "billing/usage")
    return used / 100


def models() -> Request:
    """The models this key may use. `GET /v1/models`; Midjourney's actions may appear as `mj_imagine` etc."""
    return question("models", "/v1/models", _read_models)


def _read_models(answer: Answer) -> list[str]:
    body = _body(answer, "models")
    if not isinstance(body.get("data"), list):
        raise unanswered(answer, "models")
    return [name for entry in objects(body["data"]) if (name := text(entry.get("id")))]
