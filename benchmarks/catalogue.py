"""How long lists of sessions take in a large catalogue, on SQLite and on Postgres.

    python benchmarks/catalogue.py [--sessions 1000000] [--asks 200] [--postgres URL] [--folder FOLDER]

Sessions are made up: two years of them in 400 runs of very different sizes, by users who come once or often, on pages that are met every minute
or once, in releases that follow one another, with findings, and 300 patterns that affect from 2 to 20,000 sessions. They are inserted in bulk; what
is measured are calls of `find`, 50 rows each, every one with another filter drawn from what is there: milliseconds at the 50th and the 95th
percentile, and the slowest. Without `--postgres` a server is started from the wheel the tests use; with it the address must be of an empty database,
and the rows stay in it. `-v` tells each call above 100 ms.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Table, text

from onlooker.domain.catalogued import RunRow, SessionFilter, SessionRow, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.stores.catalogue import SqlCatalogue, open_catalogue, open_engine
from onlooker.stores.catalogue.migrations.first import FIRST
from onlooker.stores.catalogue.sessions import values
from onlooker.stores.catalogue.tables import SPACE, findings, members, patterns, sessions

YEARS_MS = 2 * 365 * 86_400_000
NOW = 1_790_000_000_000
RELEASES = 24
PATTERNS = 300
RUNS = 400
FILTERS = tuple(field.name for field in fields(SessionFilter) if field.name != "text")
"""Words are not among them: those of a million sessions would take longer to make up than all the rest."""


def session(number: int, total: int, run: str, chance: random.Random) -> SessionRow:
    at = NOW - YEARS_MS + int(YEARS_MS * chance.betavariate(2, 1))
    release = int((at - NOW + YEARS_MS) / YEARS_MS * RELEASES)
    kind = chance.choices(("done", "failed", "skipped", "selected"), (96, 1.5, 2.4, 0.1))[0]
    page = chance.choices(("", "search", "item/", "item/", "basket", "basket/pay", "account"), (20, 15, 20, 20, 10, 10, 5))[0]
    if page.endswith("/"):
        page += str(int(chance.paretovariate(0.4)) % 50_000)
    done = kind == "done"
    findings_ = min(int(chance.expovariate(0.9)), 6) if done else 0
    examined = {"goal": "what this user came for, in a sentence of common length", "path": ["/", f"/{page}"] * 4, "acts": ["pressed a button"] * 8}
    return SessionRow(
        run_id=run, place=f"recordings/2026/{number:08}.json.gz", order=number, origin=f"recordings/2026/{number:08}.json.gz", name=f"{number:08}",
        state=SessionState(kind), session_id=f"{number:016x}", user=f"user-{int(chance.paretovariate(0.6)) % (total // 20 + 1)}",
        release=f"{1 + release // 10}.{release % 10}", started_at=at, duration_ms=chance.randrange(2_000_000), active_ms=chance.randrange(900_000),
        page=f"https://shop.example/{page}", success=chance.choice((True, True, False, None)) if done else None, findings=findings_,
        blocking=int(findings_ > 0 and chance.random() < 0.3), report_blob=f"{number:016x}" if done else "", examined=examined if done else {},
    )  # fmt: skip


def made(total: int) -> Iterator[tuple[SessionRow, tuple[str, ...]]]:
    """Each session with the kinds of its findings."""
    chance = random.Random(1)
    names = [f"run-{number:04}" for number in range(RUNS)]
    shares = [1 / (1 + number) for number in range(RUNS)]
    for number in range(total):
        row = session(number, total, chance.choices(names, shares)[0], chance)
        yield row, tuple(chance.choices([*FindingKind], (60, 35, 5))[0] for _ in range(row.findings))


def plain(value: object) -> object:
    return json.dumps(value, default=dict) if isinstance(value, dict | tuple) else value


def insert(database: str, table: Table, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Past the port, for it is about reading: COPY, or many rows a statement."""
    engine = open_engine(database)
    raw = engine.raw_connection()
    columns = ", ".join(f'"{name}"' for name in names)
    if engine.dialect.name == "sqlite":
        raw.cursor().execute("BEGIN")
        raw.cursor().executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' * len(names))})", rows)
    else:
        with raw.cursor().copy(f"COPY {SPACE}.{table.name} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
    raw.commit()
    raw.close()
    engine.dispose()


def fill(database: str, total: int) -> Sequence[SessionRow]:
    """Some of the rows, for filters to be drawn from: what stands often in the catalogue is drawn often."""
    catalogue = open_catalogue(database)
    for number in range(RUNS):
        catalogue.begin_run(RunRow(id=f"run-{number:04}", key="k", started_at=NOW - number * 86_400_000))
    names = ["id", *values(next(made(1))[0])]  # what is not among them has a default
    kept: list[SessionRow] = []

    def all_sessions() -> Iterator[Sequence[object]]:
        for number, (row, kinds) in enumerate(made(total), 1):
            if number % 50 == 0:
                kept.append(row)
            line: dict[str, Any] = values(row) | {kind: kind in kinds for kind in FindingKind} | {"id": number}
            yield [plain(line[name]) for name in names]

    def all_findings() -> Iterator[Sequence[object]]:
        for number, (row, kinds) in enumerate(made(total), 1):
            for place, kind in enumerate(kinds):
                yield [
                    number,
                    place,
                    f"{number}-{place}",
                    kind,
                    "error_shown",
                    "An error was shown",
                    row.page,
                    False,
                    "confirmed",
                    5_000,
                    "rules",
                    "",
                    "",
                ]

    indexes = [statement for statement in FIRST if "INDEX sessions" in statement]
    tell(database, [f"DROP INDEX {one.split(' ON ')[0].split()[-1]}" for one in indexes])
    insert(database, sessions, names, all_sessions())
    tell(database, indexes)
    insert(database, findings, [column.name for column in findings.columns], all_findings())
    insert(database, patterns, [column.name for column in patterns.columns], _patterns())
    insert(database, members, [column.name for column in members.columns], _members(total))
    catalogue.close()
    return kept


def tell(database: str, statements: Sequence[str]) -> None:
    engine = open_engine(database)
    with engine.begin() as db:
        if engine.dialect.name == "postgresql":
            db.execute(text(f"SET LOCAL search_path TO {SPACE}"))
        for statement in statements:
            db.execute(text(statement))
    engine.dispose()


def _patterns() -> Iterator[Sequence[object]]:
    for number in range(PATTERNS):
        yield [f"p{number:03}", f"Pattern {number}", "exception", "/", "[]", 0, 0, 0.1, False, "", "", 0]


def _members(total: int) -> Iterator[Sequence[object]]:
    chance = random.Random(2)
    affected: dict[int, list[str]] = {}
    for number in range(PATTERNS):
        for one in chance.sample(range(1, total + 1), min(total, int(2 + 20_000 / (1 + number)))):
            affected.setdefault(one, []).append(f"p{number:03}")
    for number, (row, _) in enumerate(made(total), 1):
        for name in affected.get(number, ()):
            yield [row.run_id, name, number, row.started_at, "f", 5_000, False]


@dataclass(frozen=True, kw_only=True)
class Ask:
    name: str
    wanted: Callable[[SessionRow, random.Random], SessionFilter]
    deep: bool = False
    """Begins somewhere in the middle of the list."""


def some(row: SessionRow, chance: random.Random) -> SessionFilter:
    """Any of all the filters together, two or three of them, by what a row holds or by what it does not."""
    every = _every(row, chance)
    chosen = chance.sample(sorted(every), chance.choice((2, 2, 3)))
    return replace(SessionFilter(), **{name: every[name] for name in chosen})


def _every(row: SessionRow, chance: random.Random) -> dict[str, Any]:
    return {
        "run_id": row.run_id, "state": chance.choice([*SessionState]), "user": row.user, "release": row.release, "page": _prefix(row, chance),
        "since": row.started_at - 7 * 86_400_000, "until": row.started_at, "success": chance.random() < 0.5, "blocking": chance.random() < 0.5,
        "kind": chance.choice([*FindingKind]), "pattern_id": f"p{chance.randrange(PATTERNS):03}",
    }  # fmt: skip


def _prefix(row: SessionRow, chance: random.Random) -> str:
    return row.page if chance.random() < 0.5 else row.page[: chance.randrange(18, 30)]


def _one(name: str) -> Callable[[SessionRow, random.Random], SessionFilter]:
    return lambda row, chance: replace(SessionFilter(), **{name: _every(row, chance)[name]})


def _in_run(name: str) -> Callable[[SessionRow, random.Random], SessionFilter]:
    return lambda row, chance: replace(SessionFilter(run_id=row.run_id), **{name: _every(row, chance)[name]})


ASKS = (
    Ask(name="all, first page", wanted=lambda row, chance: SessionFilter()),
    Ask(name="all, a page in the middle", wanted=lambda row, chance: SessionFilter(), deep=True),
    *(Ask(name=f"by {name}", wanted=_one(name)) for name in FILTERS),
    *(Ask(name=f"by run and {name}", wanted=_in_run(name)) for name in FILTERS if name != "run_id"),
    Ask(name="by run and page, in the middle", wanted=_in_run("page"), deep=True),
    Ask(name="by two or three at random", wanted=some),
)


def measured(catalogue: SqlCatalogue, ask: Ask, rows: Sequence[SessionRow], asks: int) -> list[float]:
    """Milliseconds of each call."""
    chance = random.Random(3)
    took = []
    for _ in range(asks):
        row = chance.choice(rows)
        wanted = ask.wanted(row, chance)
        after = (row.started_at, row.run_id, row.place) if ask.deep else None
        began = time.perf_counter()
        catalogue.find(wanted, after=after)
        took.append((time.perf_counter() - began) * 1000)
        if took[-1] > 100 and "-v" in sys.argv:
            print(f"  {took[-1]:.0f} ms {wanted}", file=sys.stderr)
    return took


def report(database: str, total: int, asks: int) -> dict[str, tuple[float, float, float]]:
    began = time.perf_counter()
    rows = fill(database, total)
    catalogue = open_catalogue(database)
    print(f"{catalogue.where}: {total:,} sessions in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    results = {}
    for ask in ASKS:
        took = measured(catalogue, ask, rows, asks)
        results[ask.name] = (statistics.median(took), statistics.quantiles(took, n=20)[-1], max(took))
    catalogue.close()
    return results


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--sessions", type=int, default=1_000_000)
    words.add_argument("--asks", type=int, default=200)
    words.add_argument("--postgres")
    words.add_argument("--folder")
    words.add_argument("-v", action="store_true", help="tell each call above 100 ms")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        each = {"SQLite": report(str(Path(folder, "catalogue.db")), given.sessions, given.asks)}
        each["Postgres"] = report(given.postgres or _started(), given.sessions, given.asks)
    print("| list | " + " | ".join(f"{name}: p50 | p95 | slowest" for name in each) + " |")
    print("| --- |" + " --: |" * 3 * len(each))
    for ask in ASKS:
        print(f"| {ask.name} | " + " | ".join(f"{took:.1f}" for results in each.values() for took in results[ask.name]) + " |")


def _started() -> str:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.postgres import start  # noqa: PLC0415

    server = start()
    return server.url(server.make())


if __name__ == "__main__":
    main()
