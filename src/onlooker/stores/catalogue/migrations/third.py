"""Schema 3: what is searched in and added up is found in one step. Words stand in two orders, each an index and nothing besides, and the members of
patterns by run; what reading a session took is known without its report.

The words of a million sessions are copied in some minutes.
"""

THIRD = (
    """CREATE TABLE found_words (
        word {text} NOT NULL, started_at BIGINT NOT NULL, session BIGINT NOT NULL, PRIMARY KEY (word, started_at, session)) {index_only}""",
    "INSERT INTO found_words SELECT word, started_at, session FROM words ORDER BY word, started_at, session",
    "DROP TABLE words",
    "ALTER TABLE found_words RENAME TO words",
    "CREATE INDEX words_by_session ON words (session, word)",
    "CREATE INDEX members_by_run ON members (pattern_id, run_id, blocking)",
    "CREATE TABLE usages (session BIGINT PRIMARY KEY, usage {text} NOT NULL)",
)
