"""Schema 2: what a place to work asks for: words to search by, sessions by their own id and by when they ended, runs that were called off, feedback.

An index entry of Postgres holds 2,700 bytes at most, and a session's id may be longer; its beginning is enough to find it by.
"""

SECOND = (
    "ALTER TABLE runs ADD COLUMN called_off BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE sessions ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX sessions_by_end ON sessions (run_key, ended_at)",
    "CREATE INDEX sessions_by_own_id ON sessions (substr(session_id, 1, 100), started_at)",
    "CREATE INDEX members_by_session ON members (session)",
    "CREATE TABLE words (word {text} NOT NULL, started_at BIGINT NOT NULL, session BIGINT NOT NULL, PRIMARY KEY (word, started_at, session))",
    """CREATE TABLE feedback (
        id {text} PRIMARY KEY, session_id {text} NOT NULL, about {text} NOT NULL, is_right BOOLEAN NOT NULL, finding_id {text} NOT NULL,
        why {text} NOT NULL, said_by {text} NOT NULL, said_at BIGINT NOT NULL, run_id {text} NOT NULL, place {text} NOT NULL, success BOOLEAN)""",
    "CREATE INDEX feedback_by_session ON feedback (substr(session_id, 1, 100))",
)
