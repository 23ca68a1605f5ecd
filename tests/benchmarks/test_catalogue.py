"""The benchmarks of the catalogue and of a large run as a person runs them, on small ones."""

from __future__ import annotations

from tests.benchmarks.test_programs import rows, run


def test_every_list_is_asked_for_on_both_databases() -> None:
    done = run("catalogue.py", "--sessions", "400", "--asks", "2")
    assert done.returncode == 0, done.stderr
    told = rows(done.stdout)
    assert told[0] == ["asked for", "SQLite: p50", "p95", "slowest", "Postgres: p50", "p95", "slowest"]
    assert {"all, first page", "by page", "by kind", "by run and user", "search: a word", "today"} < {row[0] for row in told[1:]}
    assert all(0 < float(number) < 5_000 for row in told[1:] for number in row[1:])


def test_each_way_to_look_at_a_large_run_is_told() -> None:
    done = run("large_run.py", "--sessions", "12")
    assert done.returncode == 0, done.stderr
    told = {row[0]: row[1:] for row in rows(done.stdout)[1:]}
    assert {"ledger", "report, lines", "report, html"} < set(told)
    assert told["ledger"][3] == "36 calls"
