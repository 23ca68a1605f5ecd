"""The tables as queries see them. How they come about is in `migrations`; a test holds the two against each other.

In Postgres they stand in a schema of their own, which the engine leaves out for SQLite.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, MetaData, Table

from onlooker.domain.catalogued import KeptPart, RunState, SessionState
from onlooker.domain.feedback import About
from onlooker.domain.finding import FindingKind
from onlooker.domain.report import Spent
from onlooker.stores.catalogue.columns import Plain, Whole, Words, one_of

SPACE = "onlooker"
_META = MetaData(schema=SPACE)

schema = Table("schema", _META, Column("number", Whole, primary_key=True))

runs = Table(
    "runs",
    _META,
    Column("id", Words, primary_key=True),
    Column("key", Words),
    Column("started_at", Whole),
    Column("state", one_of(RunState)),
    Column("ended_at", Whole),
    Column("note", Words),
    Column("asked", Plain(dict[str, object])),
    Column("skipped_places", Plain(tuple[tuple[str, str], ...])),
    Column("estimate", Plain(dict[str, object])),
    Column("patterns_blob", Words),
    Column("called_off", Whole),
    Column("examined", Whole),  # sessions its patterns were looked for in
)

sessions = Table(
    "sessions",
    _META,
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("run_id", Words),
    # What lists go by stands first. The keys are hashes: narrow in an index, and no text is too long for one.
    Column("run_key", Whole),
    Column("place_key", Whole),
    Column("started_at", Whole),
    Column("state", one_of(SessionState)),
    Column("success", Boolean),
    Column("blocking", Whole),
    *(Column(kind.value, Boolean) for kind in FindingKind),  # whether a finding of that kind is reported
    Column("user_key", Whole),
    Column("release_key", Whole),
    Column("page_start", Words),
    Column("place", Words),
    Column("order", Whole),
    Column("origin", Words),
    Column("name", Words),
    Column("session_id", Words),
    Column("phase", Words),
    Column("reason", Words),
    Column("user", Words),
    Column("release", Words),
    Column("page", Words),
    Column("duration_ms", Whole),
    Column("active_ms", Whole),
    Column("findings", Whole),
    Column("calls", Whole),
    Column("cost", Double),
    Column("seconds", Double),
    Column("report_blob", Words),
    Column("parts", Plain(tuple[KeptPart, ...])),
    Column("examined", Plain(dict[str, object])),
    Column("ended_at", Whole),  # by the database's clock
)

findings = Table(
    "findings",
    _META,
    Column("session", Whole, primary_key=True, autoincrement=False),
    Column("number", Whole, primary_key=True, autoincrement=False),
    Column("finding_id", Words),
    Column("kind", Words),
    Column("symptom", Words),
    Column("title", Words),
    Column("page", Words),
    Column("blocking", Boolean),
    Column("status", Words),
    Column("at_ms", Whole),
    Column("verdict_by", Words),
    Column("verdict_basis", Words),
    Column("reason", Words),
)

usages = Table(
    "usages",
    _META,
    Column("session", Whole, primary_key=True, autoincrement=False),
    Column("usage", Plain(Spent | None)),
)

expenses = Table(
    "expenses",
    _META,
    Column("run_id", Words, primary_key=True),
    Column("request_key", Words, primary_key=True),
    Column("purpose", Words),
    Column("model", Words),
    Column("session_id", Words),
    Column("finding_ids", Plain(tuple[str, ...])),
    Column("input_tokens", Whole),
    Column("output_tokens", Whole),
    Column("cost", Double),
    Column("saved", Boolean),
    Column("at", Whole),
)

aside = Table(
    "aside",
    _META,
    Column("run_id", Words, primary_key=True),
    Column("request_key", Words, primary_key=True),
    Column("usd", Double),
)

patterns = Table(
    "patterns",
    _META,
    Column("id", Words, primary_key=True),
    Column("title", Words),
    Column("kind", one_of(FindingKind)),
    Column("page", Words),
    Column("signatures", Plain(tuple[str, ...])),
    Column("first_seen", Whole),
    Column("last_seen", Whole),
    Column("prevalence", Double),
    Column("renamed", Boolean),
    Column("muted", Words),
    Column("merged_into", Words),
    Column("resolved_at", Whole),
)

members = Table(
    "members",
    _META,
    Column("run_id", Words, primary_key=True),
    Column("pattern_id", Words, primary_key=True),
    Column("session", Whole, primary_key=True, autoincrement=False),
    Column("started_at", Whole),
    Column("finding_id", Words),
    Column("at_ms", Whole),
    Column("blocking", Boolean),
)

found = Table(
    "found",
    _META,
    Column("pattern_id", Words, primary_key=True),
    Column("started_at", Whole, primary_key=True),  # of the run
    Column("run_id", Words, primary_key=True),
    Column("members", Whole),
    Column("blocking", Whole),
)

workers = Table(
    "workers",
    _META,
    Column("id", Words, primary_key=True),
    Column("host", Words),
    Column("pid", Whole),
    Column("seen_at", Whole),
)

words = Table(
    "words",
    _META,
    Column("word", Words, primary_key=True),
    Column("started_at", Whole, primary_key=True),
    Column("session", Whole, primary_key=True, autoincrement=False),
)

feedback = Table(
    "feedback",
    _META,
    Column("id", Words, primary_key=True),
    Column("session_id", Words),
    Column("about", one_of(About)),
    Column("is_right", Boolean),
    Column("finding_id", Words),
    Column("why", Words),
    Column("said_by", Words),
    Column("said_at", Whole),
    Column("run_id", Words),
    Column("place", Words),
    Column("success", Boolean),
)

TABLES = (schema, runs, sessions, findings, usages, expenses, aside, patterns, members, found, workers, words, feedback)
