"""Schema 1: runs, sessions and their findings, money, patterns and their members, workers.

The indexes on sessions are what `find` walks, latest first, fifty rows at a time. Each carries the small columns that filter besides, so that
what does not match is passed over without opening the row; that of a run, what its tally counts.
"""

_FILTERED = ("state", "success", "blocking", "exception", "confusion", "abandonment", "run_key", "user_key", "release_key")


def _index(name: str, lead: str = "", *counted: str) -> str:
    columns = [*filter(None, [lead]), "started_at", "id", *(column for column in _FILTERED if column != lead), *counted]
    return f"CREATE INDEX sessions_{name} ON sessions ({', '.join(columns)})"


FIRST = (
    """CREATE TABLE runs (
        id {text} PRIMARY KEY, "key" {text} NOT NULL, started_at BIGINT NOT NULL, state {text} NOT NULL, ended_at BIGINT NOT NULL,
        note {text} NOT NULL, asked {text} NOT NULL, skipped_places {text} NOT NULL, estimate {text} NOT NULL, patterns_blob {text} NOT NULL)""",
    'CREATE INDEX runs_by_key ON runs ("key", started_at)',
    "CREATE INDEX runs_by_time ON runs (started_at)",
    """CREATE TABLE sessions (
        id {id}, run_id {text} NOT NULL, run_key BIGINT NOT NULL, place_key BIGINT NOT NULL, started_at BIGINT NOT NULL, state {text} NOT NULL,
        success BOOLEAN, blocking BIGINT NOT NULL, exception BOOLEAN NOT NULL, confusion BOOLEAN NOT NULL, abandonment BOOLEAN NOT NULL,
        user_key BIGINT NOT NULL, release_key BIGINT NOT NULL, page_start {text} NOT NULL, place {text} NOT NULL, "order" BIGINT NOT NULL,
        origin {text} NOT NULL, name {text} NOT NULL, session_id {text} NOT NULL, phase {text} NOT NULL, reason {text} NOT NULL,
        "user" {text} NOT NULL, "release" {text} NOT NULL, page {text} NOT NULL, duration_ms BIGINT NOT NULL, active_ms BIGINT NOT NULL,
        findings BIGINT NOT NULL, calls BIGINT NOT NULL, cost DOUBLE PRECISION, seconds DOUBLE PRECISION NOT NULL, report_blob {text} NOT NULL,
        parts {text} NOT NULL, examined {text} NOT NULL)""",
    "CREATE UNIQUE INDEX sessions_by_place ON sessions (run_key, place_key)",
    _index("by_time"),
    _index("by_run", "run_key", "findings"),
    _index("by_user", "user_key"),
    _index("by_release", "release_key"),
    _index("by_page", "page_start"),
    _index("not_done", "state") + " WHERE state <> 'done'",
    """CREATE TABLE findings (
        session BIGINT NOT NULL, number BIGINT NOT NULL, finding_id {text} NOT NULL, kind {text} NOT NULL, symptom {text} NOT NULL,
        title {text} NOT NULL, page {text} NOT NULL, blocking BOOLEAN NOT NULL, status {text} NOT NULL, at_ms BIGINT NOT NULL,
        verdict_by {text} NOT NULL, verdict_basis {text} NOT NULL, reason {text} NOT NULL, PRIMARY KEY (session, number))""",
    """CREATE TABLE expenses (
        run_id {text} NOT NULL, request_key {text} NOT NULL, purpose {text} NOT NULL, model {text} NOT NULL, session_id {text} NOT NULL,
        finding_ids {text} NOT NULL, input_tokens BIGINT NOT NULL, output_tokens BIGINT NOT NULL, cost DOUBLE PRECISION, saved BOOLEAN NOT NULL,
        at BIGINT NOT NULL, PRIMARY KEY (run_id, request_key))""",
    """CREATE TABLE aside (
        run_id {text} NOT NULL, request_key {text} NOT NULL, usd DOUBLE PRECISION NOT NULL, PRIMARY KEY (run_id, request_key))""",
    """CREATE TABLE patterns (
        id {text} PRIMARY KEY, title {text} NOT NULL, kind {text} NOT NULL, page {text} NOT NULL, signatures {text} NOT NULL,
        first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, prevalence DOUBLE PRECISION NOT NULL, renamed BOOLEAN NOT NULL,
        muted {text} NOT NULL, merged_into {text} NOT NULL, resolved_at BIGINT NOT NULL)""",
    """CREATE TABLE members (
        run_id {text} NOT NULL, pattern_id {text} NOT NULL, session BIGINT NOT NULL, started_at BIGINT NOT NULL, finding_id {text} NOT NULL,
        at_ms BIGINT NOT NULL, blocking BOOLEAN NOT NULL, PRIMARY KEY (run_id, pattern_id, session))""",
    "CREATE INDEX members_by_time ON members (pattern_id, started_at, session)",
    "CREATE TABLE workers (id {text} PRIMARY KEY, host {text} NOT NULL, pid BIGINT NOT NULL, seen_at BIGINT NOT NULL)",
)
