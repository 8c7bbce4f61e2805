"""The history as DataFrames: one row a task, a picture, an event, an entry of the ledger."""

# pandas, pyarrow and ADBC come without complete types; what they return is unknown to a checker.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false

from typing import TYPE_CHECKING, Any

from yubo_nb.data.columns import Column
from yubo_nb.data.read import frame, quoted

if TYPE_CHECKING:
    import pandas as pd

    from yubo_nb.history import History

PHASES = (
    "sending", "queued", "running", "modal", "success", "failure", "cancelled", "rejected", "not_sent",
    "in_doubt", "lost", "unknown",
)  # fmt: skip
# The relay's words, then ours for calls that never became a task.
STATUSES = (
    "NOT_START", "SUBMITTED", "MODAL", "IN_PROGRESS", "SUCCESS", "FAILURE", "CANCEL",
    "PREPARED", "SENDING", "ACCEPTED", "RUNNING", "DONE", "FAILED", "REJECTED", "NOT_SENT", "NEEDS_INPUT",
    "IN_DOUBT", "LOST_SIGHT",
)  # fmt: skip
CHARGED = ("yes", "no", "unknown", "refunded")
_ACTIONS = (
    "IMAGINE",
    "UPSCALE",
    "VARIATION",
    "REROLL",
    "ZOOM",
    "PAN",
    "DESCRIBE",
    "BLEND",
    "SHORTEN",
    "MODAL",
)
_SPEEDS = ("relax", "fast", "turbo")
_KINDS = {"int": "int", "float": "float", "bool": "bool", "str": "text"}

# A call that never became a task, in the words of the phases.
_PHASE_OF_INTENT = """CASE i.status WHEN 'PREPARED' THEN 'sending' WHEN 'SENDING' THEN 'sending'
 WHEN 'ACCEPTED' THEN 'queued' WHEN 'RUNNING' THEN 'running' WHEN 'DONE' THEN 'success'
 WHEN 'FAILED' THEN 'failure' WHEN 'REJECTED' THEN 'rejected' WHEN 'NOT_SENT' THEN 'not_sent' WHEN
 'NEEDS_INPUT' THEN 'modal'
 WHEN 'IN_DOUBT' THEN 'in_doubt' WHEN 'LOST_SIGHT' THEN 'lost' ELSE 'unknown' END"""


def tasks(history: "History", *, origin: str | None = None) -> "pd.DataFrame":
    """One row a task, in the order they were first seen; then the calls that never became one (`id` missing).

    ===============  ================  =======================================================================
    id               string            the relay's id
    intent_id        string            our id of the paid call; missing for a task made elsewhere
    origin           category          the relay's address
    sandbox          boolean           a pretended relay: nothing was charged
    action           category          the relay's word (IMAGINE, UPSCALE, …)
    status           category          the relay's word; for a call without a task ours (IN_DOUBT, …)
    phase            category          what it means: queued, running, success, failure, in_doubt, …
    prompt           string            as sent
    final_prompt     string            what Midjourney drew
    prompt_key       string            the prompt but for its seed: equal for what differs by the seed alone
    ar … mode        (see below)       the prompt's parameters by their long names; missing where not written
    parent_id        string            the task whose button made it
    parent_intent    string            the intent of that task
    via              string            the button's label ("U2")
    charged          category          yes, no, unknown, refunded
    left             boolean           in doubt, and you said to leave it so; never missing
    price            Float64           of the price table when it was sent
    submitted        datetime64, UTC   times are the relay's; `submitted` of a call without a task is ours
    started          datetime64, UTC
    finished         datetime64, UTC
    latency_s        Float64           from submitted to finished
    queue_s          Float64           from submitted to started
    speed            category          the relay's word: relax, fast, turbo
    picture_hash     string            the SHA-256 of the picture
    picture          string            the file of the original in the cache
    picture_state    category          CACHED, WANTED, REFUSED, GONE; missing before it was tried
    fail_reason      string
    description      string
    rating           Int64             1 to 5, -1 rejected
    starred          boolean           never missing
    note             string
    ===============  ================  =======================================================================

    Parameters: ar, version, niji, no, style, sref, cref, oref, profile, mode are strings; stylize, chaos,
    weird, seed, sw, cw, ow, stop, exp Int64 (`seed` also where only the relay told it); quality, iw
    Float64; raw, tile, draft boolean. All but `starred` and `left` may be missing.
    """
    from yubo_nb.history.schema import PARAMETERS

    columns = [
        Column("id", "t.task_id"),
        Column("intent_id", "t.intent_id"),
        Column("origin", "t.origin", "category"),
        Column("action", "t.action", "category", _ACTIONS),
        Column("status", "t.status", "category", STATUSES),
        Column("phase", "t.phase", "category", PHASES),
        Column("prompt", "t.prompt"),
        Column("final_prompt", "NULLIF(t.final_prompt, '')"),
        Column("prompt_key", "t.prompt_key"),
    ]
    for name, kind in PARAMETERS.items():
        sql = "COALESCE(t.p_seed, t.relay_seed)" if name == "seed" else f"t.p_{name}"
        columns.append(Column(name, sql, _KINDS[kind]))  # type: ignore[arg-type]  # the values of _KINDS are kinds
    columns += [
        Column("parent_id", "t.parent_task_id"),
        Column("parent_intent", "t.parent_intent_id"),
        Column("via", "t.label"),
        Column("charged", "t.charged", "category", CHARGED),
        Column("left", "0", "bool"),
        Column("price", "t.price", "float"),
        Column("submitted", "t.submit_ms", "time"),
        Column("started", "t.start_ms", "time"),
        Column("finished", "t.finish_ms", "time"),
        Column("speed", "lower(NULLIF(t.mode, ''))", "category", _SPEEDS),
        Column("picture_hash", "t.picture_hash"),
        Column("picture", _path(history, "t.picture_hash")),
        Column(
            "picture_state",
            "NULLIF(t.picture_state, '')",
            "category",
            ("CACHED", "WANTED", "REFUSED", "GONE"),
        ),
        Column("fail_reason", "NULLIF(t.fail_reason, '')"),
        Column("description", "NULLIF(t.description, '')"),
        Column("rating", "m.rating", "int"),
        Column("starred", "CASE WHEN m.starred THEN 1 ELSE 0 END", "bool"),
        Column("note", "m.note"),
    ]
    of_intent = {
        "id": "i.task_id",
        "intent_id": "i.intent_id",
        "origin": "i.origin",
        "action": "upper(i.action)",
        "status": "i.status",
        "phase": _PHASE_OF_INTENT,
        "prompt": "i.prompt",
        "parent_id": "i.parent_task_id",
        "parent_intent": "i.parent_intent_id",
        "via": "i.label",
        "charged": "i.charged",
        "left": "CASE WHEN i.left_ms IS NULL THEN 0 ELSE 1 END",
        "price": "i.price",
        "submitted": "i.sent_ms",
        "speed": "i.mode",
        "picture_hash": "p.hash",
        "picture": _path(history, "p.hash"),
        "picture_state": "p.state",
        "fail_reason": "i.error",
        "description": "i.description",
        "starred": "0",
    }
    here = "" if origin is None else f" = {quoted(origin)}"
    # By the id too: the press that opened a dialog has the task that its answer was paid for.
    without_task = (
        "NOT EXISTS (SELECT 1 FROM tasks t WHERE t.intent_id = i.intent_id)"
        " AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.origin = i.origin AND t.task_id = i.task_id)"
    )
    found = frame(
        history,
        columns,
        [
            "FROM tasks t LEFT JOIN marks m ON m.origin = t.origin AND m.task_id = t.task_id AND m.part = 0"
            + (here and f" WHERE t.origin{here}"),
        ],
        [
            "FROM intents i LEFT JOIN task_pictures p"
            " ON p.origin = i.origin AND p.task_id = i.intent_id AND p.role = 'result'"
            f" WHERE {without_task}" + (here and f" AND i.origin{here}"),
            *(of_intent.get(column.name, "NULL") for column in columns),
        ],
    )
    found.insert(3, "sandbox", _sandbox(history, found["origin"]))
    at = list(found.columns).index("finished") + 1
    for place, (name, end) in enumerate((("latency_s", "finished"), ("queue_s", "started"))):
        found.insert(at + place, name, _seconds(found["submitted"], found[end]))
    return found


def images(history: "History", *, origin: str | None = None) -> "pd.DataFrame":
    """One row a picture of a task that is in the cache or should be.

    task_id string · origin category · role category (result, cut:1 …, source:1 …, clip:1 …, mask) ·
    state category · hash string · picture string (its file) · media_type category ·
    width, height, bytes Int64 · error string · attempts Int64 · changed datetime64 UTC.
    Pictures that a call was sent with stand under the id of the call, as do those that came without a task.
    """
    columns = [
        Column("task_id", "p.task_id"),
        Column("origin", "p.origin", "category"),
        Column(
            "role",
            "p.role",
            "category",
            ("result", "cut:1", "cut:2", "cut:3", "cut:4", "source:1", "mask"),
        ),
        Column("state", "p.state", "category", ("CACHED", "WANTED", "REFUSED", "GONE")),
        Column("hash", "p.hash"),
        Column("picture", _path(history, "p.hash")),
        Column("media_type", "f.media_type", "category", ("image/png", "image/jpeg", "image/webp")),
        Column("width", "f.width", "int"),
        Column("height", "f.height", "int"),
        Column("bytes", "f.bytes", "int"),
        Column("error", "NULLIF(p.error, '')"),
        Column("attempts", "p.attempts", "int"),
        Column("changed", "p.changed_ms", "time"),
    ]
    where = f" WHERE p.origin = {quoted(origin)}" if origin is not None else ""
    return frame(history, columns, ["FROM task_pictures p LEFT JOIN pictures f ON f.hash = p.hash" + where])


def events(history: "History", *, origin: str | None = None) -> "pd.DataFrame":
    """One row for each change of a task that was seen, and for notes on the way.

    at datetime64 UTC (our clock) · task_id string · origin category · kind category (state, refused, …) ·
    status, phase category · percent Int64 · detail string.
    """
    columns = [
        Column("at", "e.at_ms", "time"),
        Column("task_id", "e.task_id"),
        Column("origin", "e.origin", "category"),
        Column("kind", "e.kind", "category", ("state", "refused")),
        Column("status", "e.status", "category", STATUSES),
        Column("phase", "e.phase", "category", PHASES),
        Column("percent", "e.percent", "int"),
        Column("detail", "NULLIF(e.detail, '')"),
    ]
    where = f" WHERE e.origin = {quoted(origin)}" if origin is not None else ""
    return frame(history, columns, ["FROM events e" + where])


def ledger(history: "History", *, origin: str | None = None) -> "pd.DataFrame":
    """One row for each charge, doubt and refund, in their order. `amount` sums to what was or may be paid.

    at datetime64 UTC · intent_id string · task_id string · origin category · action category ·
    kind category (charge, doubt, confirm, release, refund) · amount Float64 (signed) · source category ·
    note string.
    """
    columns = [
        Column("at", "l.at_ms", "time"),
        Column("intent_id", "l.intent_id"),
        Column("task_id", "i.task_id"),
        Column("origin", "l.origin", "category"),
        Column("action", "upper(i.action)", "category", _ACTIONS),
        Column("kind", "l.kind", "category", ("charge", "doubt", "confirm", "release", "refund")),
        Column("amount", "l.amount", "float"),
        Column("source", "l.source", "category"),
        Column("note", "NULLIF(l.note, '')"),
    ]
    where = f" WHERE l.origin = {quoted(origin)}" if origin is not None else ""
    return frame(history, columns, ["FROM ledger l LEFT JOIN intents i ON i.intent_id = l.intent_id" + where])


def _path(history: "History", name: str) -> str:
    """SQL for a picture's file: named by the hash alone, so for most no other row is needed."""
    folder = quoted(f"{history.pictures.folder}/")
    suffix = " ".join(
        f"WHEN {name} IN (SELECT hash FROM pictures WHERE media_type = 'image/{kind}') THEN '.{ending}'"  # noqa: S608 - words of ours
        for kind, ending in (("jpeg", "jpg"), ("webp", "webp"), ("gif", "gif"))
    )
    return f"{folder} || substr({name}, 1, 2) || '/' || {name} || CASE {suffix} ELSE '.png' END"


def _sandbox(history: "History", origin: Any) -> object:
    """By the few origins, not by the many rows."""
    import numpy as np
    import pandas as pd

    known = history.origins()
    words = [known.get(word) for word in origin.cat.categories]
    codes = origin.cat.codes.to_numpy()
    values = np.array([*(bool(word) for word in words), False])[codes]
    missing = np.array([*(word is None for word in words), True])[codes]
    return pd.arrays.BooleanArray(values, missing)


def _seconds(start: Any, end: Any) -> object:
    """Seconds between, missing where one time is or where the clock went backwards."""
    import numpy as np

    from yubo_nb.data.columns import numbers

    passed = (end - start).dt.total_seconds().to_numpy()
    missing = ~(passed >= 0)
    return numbers("float", np.where(missing, 0.0, passed), missing)
