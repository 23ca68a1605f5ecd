"""Schema 4: what the pages around the lists ask is kept where it was counted each time, or stands in an index whole.

How often a run found a pattern is written down when the run's patterns are; how many sessions those were looked for in stands beside the run (NULL:
an older Onlooker looked, and only the report tells). The index of what was read serves SQLite, which takes an entry of any length; of what Postgres
takes it would still have to open the row.
"""

FOURTH = (
    "ALTER TABLE runs ADD COLUMN examined BIGINT",
    """CREATE TABLE found (
        pattern_id {text} NOT NULL, started_at BIGINT NOT NULL, run_id {text} NOT NULL, members BIGINT NOT NULL, blocking BIGINT NOT NULL,
        PRIMARY KEY (pattern_id, started_at, run_id)) {index_only}""",
    """INSERT INTO found
        SELECT pattern_id, runs.started_at, run_id, count(*), sum(CASE WHEN blocking THEN 1 ELSE 0 END) FROM members JOIN runs ON runs.id = run_id
        GROUP BY pattern_id, runs.started_at, run_id""",
    "CREATE INDEX found_by_run ON found (run_id)",
    "CREATE INDEX sessions_read ON sessions (started_at, {own_id}) WHERE state = 'done'",
    "CREATE INDEX sessions_set_aside ON sessions (run_key, {reason}) WHERE state = 'skipped'",
    """CREATE INDEX sessions_under_way ON sessions (run_key, "order") WHERE state = 'selected' AND phase <> ''""",
    "CREATE INDEX expenses_paid ON expenses (run_id, saved, cost)",
)
