"""The tables, once, for SQLite and PostgreSQL. Changing them means a new number in `migrations.py`.

Only types whose values pass through both drivers unchanged are used (text, integers, floats, bytes), because
statements run on the driver's own cursor: a row costs half of what it costs through the result layer.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeEngine

VERSION = 2

metadata = MetaData()

# Prompt parameters as columns of their own. Names and kinds are those of `yubo_nb.prompt.COLUMNS`; they are
# written out here because a table on disk changes only by a migration. A test keeps the two in step.
PARAMETERS: dict[str, str] = {
    "ar": "str", "stylize": "int", "chaos": "int", "weird": "int", "seed": "int", "version": "str",
    "niji": "str", "quality": "float", "iw": "float", "no": "str", "style": "str", "raw": "bool",
    "tile": "bool", "draft": "bool", "sref": "str", "sw": "int", "cref": "str", "cw": "int", "oref": "str",
    "ow": "int", "stop": "int", "exp": "int", "profile": "str", "mode": "str",
}  # fmt: skip

KINDS: dict[str, type[TypeEngine[Any]]] = {"int": BigInteger, "float": Float, "bool": Boolean, "str": Text}

meta = Table(
    "yubo_meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)

origins = Table(
    "origins",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("sandbox", Boolean, nullable=False),
    Column("account", Text),  # a random mark, never anything made from the key
    Column("first_ms", BigInteger, nullable=False),
    Column("abilities", Text),  # JSON: what was probed at this relay, and when
)

intents = Table(
    "intents",
    metadata,
    Column("intent_id", Text, primary_key=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("sent_ms", BigInteger),
    Column("settled_ms", BigInteger),
    Column("endpoint", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("task_id", Text),
    Column("parent_task_id", Text),
    Column("parent_intent_id", Text),
    Column("custom_id", Text),
    Column("label", Text),
    Column("gesture", Text),
    Column("price", Float),
    Column("charged", Text, nullable=False),
    Column("code", Integer),
    Column("description", Text),
    Column("error", Text),
    Column("images", Text, nullable=False),  # JSON list of addresses
    Column("again_of", Text),
    Column("owner", Text, nullable=False),
    Column("dedupe", Text),
    Column("mode", Text),
    Column("sweep", Text),
    Column("cell", Text),
    Column("attempts", Integer, nullable=False),
    Column("left_ms", BigInteger),  # since version 2: when a person said to leave it in doubt
    Index("intents_gesture", "gesture", unique=True),
    Index("intents_dedupe", "origin", "dedupe"),
    Index("intents_task", "origin", "task_id"),
    Index("intents_created", "origin", "created_ms"),
    Index("intents_status", "status"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("origin", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("intent_id", Text),
    Column("parent_task_id", Text),
    Column("parent_intent_id", Text),
    # Of the intent, written again here: a frame of a million rows cannot afford the join.
    Column("label", Text),
    Column("price", Float),
    Column("charged", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("phase", Text, nullable=False),
    Column("terminal", Boolean, nullable=False),
    Column("percent", Integer),
    Column("prompt", Text, nullable=False),
    Column("prompt_en", Text, nullable=False),
    Column("final_prompt", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("fail_reason", Text, nullable=False),
    Column("image_url", Text, nullable=False),
    Column("relay_seed", BigInteger),
    Column("mode", Text, nullable=False),
    Column("submit_ms", BigInteger),
    Column("start_ms", BigInteger),
    Column("finish_ms", BigInteger),
    Column("picture_hash", Text),
    Column("picture_state", Text, nullable=False),
    Column("picture_error", Text, nullable=False),
    Column("first_seen_ms", BigInteger, nullable=False),
    Column("last_seen_ms", BigInteger, nullable=False),
    *(Column(f"p_{name}", KINDS[kind]) for name, kind in PARAMETERS.items()),
    Column("prompt_key", Text, nullable=False),  # the prompt but for its seed
    Index("tasks_id", "origin", "task_id", unique=True),
    Index("tasks_intent", "intent_id"),
    Index("tasks_parent", "origin", "parent_task_id"),
    Index(
        "tasks_open",
        "origin",
        "task_id",
        sqlite_where=text("NOT terminal"),
        postgresql_where=text("NOT terminal"),
    ),
)

# What the relay sent, byte for byte. Beside the row and not in it: a frame's scan of the narrow table reads a
# tenth of the pages it would read past these.
raws = Table(
    "raws",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("raw", LargeBinary, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("origin", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text),
    Column("phase", Text),
    Column("percent", Integer),
    Column("detail", Text),
    Column("raw", LargeBinary),  # only of a state that was not taken over
    Index("events_task", "origin", "task_id"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

task_pictures = Table(
    "task_pictures",
    metadata,
    Column("origin", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("role", Text, nullable=False),  # result, cut:1 ..., source:1 ..., clip:1 ..., mask
    Column("hash", Text),
    Column("state", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("origin", "task_id", "role"),
    Index("task_pictures_hash", "hash"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("entry_id", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("intent_id", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("kind", Text, nullable=False),  # charge, doubt, confirm, release, refund
    Column("amount", Float),  # signed; none where the price is not known
    Column("source", Text, nullable=False),  # who says so: price table, relay, person, recovery
    Column("note", Text, nullable=False),
    Index("ledger_intent", "intent_id"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
)

# What a person says about a picture. `part` is 0 for the whole, 1 to 4 for a quarter of a grid.
marks = Table(
    "marks",
    metadata,
    Column("origin", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("rating", Integer),
    Column("starred", Boolean, nullable=False),
    Column("note", Text),
    Column("changed_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("origin", "task_id", "part"),
)

tags = Table(
    "tags",
    metadata,
    Column("origin", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("tag", Text, nullable=False),
    PrimaryKeyConstraint("origin", "task_id", "part", "tag"),
    Index("tags_tag", "tag"),
)
