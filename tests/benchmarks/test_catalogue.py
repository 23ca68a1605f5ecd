"""The benchmark of the catalogue as a person runs it, on a small one."""

from __future__ import annotations

from tests.benchmarks.test_programs import rows, run


def test_every_list_is_asked_for_on_both_databases() -> None:
    done = run("catalogue.py", "--sessions", "400", "--asks", "2")
    assert done.returncode == 0, done.stderr
    told = rows(done.stdout)
    assert told[0] == ["list", "SQLite: p50", "p95", "slowest", "Postgres: p50", "p95", "slowest"]
    assert {"all, first page", "by page", "by kind", "by pattern_id", "by run and user"} < {row[0] for row in told[1:]}
    assert all(0 < float(number) < 5_000 for row in told[1:] for number in row[1:])
