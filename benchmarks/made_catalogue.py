"""A large catalogue for benchmarks, made up and inserted in bulk.

Two years of sessions in 400 runs of very different sizes, by users who come once or often, on pages that are met every minute or once, in releases
that follow one another, with findings, 300 patterns that affect from 2 to 20,000 sessions, and money. What a session came for and what went wrong is
told in words of which some are in every second session and most in a few: some 30 a session, as many as those of recorded ones have.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, text

from onlooker.domain.catalogued import FindingRow, RunRow, RunState, SessionRow, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.stores.catalogue import open_catalogue, open_engine
from onlooker.stores.catalogue.migrations import MIGRATIONS
from onlooker.stores.catalogue.sessions import values
from onlooker.stores.catalogue.tables import SPACE, expenses, findings, members, patterns, sessions, words
from onlooker.stores.catalogue.words import words_of

YEARS_MS = 2 * 365 * 86_400_000
NOW = 1_790_000_000_000
RELEASES = 24
PATTERNS = 300
RUNS = 400
_VOCABULARY = 20_000
_TITLES = 400
_SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re",
    "si", "to", "vu", "za", "bre", "cli", "dro", "fla", "gri", "pla", "sta", "tri",
)  # fmt: skip


class Language:
    """Words as people's are: the first of them is in every second sentence, the last hardly anywhere."""

    def __init__(self, chance: random.Random) -> None:
        made = dict.fromkeys("".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4)))) for _ in range(2 * _VOCABULARY))
        self._words = tuple(made)[:_VOCABULARY]
        total = 0.0
        self._shares = [total := total + 1 / (2 + number) for number in range(len(self._words))]
        self.titles = tuple(" ".join(self.some(chance, 7)) for _ in range(_TITLES))
        self.title_shares = tuple(1 / (1 + number) for number in range(_TITLES))

    def some(self, chance: random.Random, many: int) -> list[str]:
        return chance.choices(self._words, cum_weights=self._shares, k=many)


def made(total: int) -> Iterator[tuple[SessionRow, tuple[FindingRow, ...]]]:
    """The same sessions each time."""
    chance = random.Random(1)
    language = Language(random.Random(4))
    names = [f"run-{number:04}" for number in range(RUNS)]
    shares = [1 / (1 + number) for number in range(RUNS)]
    for number in range(total):
        row = _session(number, total, chance.choices(names, shares)[0], language, chance)
        yield row, tuple(_finding(row, language, chance) for _ in range(row.findings))


def _session(number: int, total: int, run: str, language: Language, chance: random.Random) -> SessionRow:
    at = NOW - YEARS_MS + int(YEARS_MS * chance.betavariate(2, 1))
    release = int((at - NOW + YEARS_MS) / YEARS_MS * RELEASES)
    kind = chance.choices(("done", "failed", "skipped", "selected"), (96, 1.5, 2.4, 0.1))[0]
    page = chance.choices(("", "search", "item/", "item/", "basket", "basket/pay", "account"), (20, 15, 20, 20, 10, 10, 5))[0]
    if page.endswith("/"):
        page += str(int(chance.paretovariate(0.4)) % 50_000)
    done = kind == "done"
    found = min(int(chance.expovariate(0.9)), 6) if done else 0
    goal = f"Wanted to {' '.join(language.some(chance, 9))}."
    examined = {"goal": goal, "path": ["/", f"/{page}"] * 4, "acts": ["pressed a button"] * 8}
    return SessionRow(
        run_id=run, place=f"recordings/2026/{number:08}.json.gz", order=number, origin=f"recordings/2026/{number:08}.json.gz", name=f"{number:08}",
        state=SessionState(kind), session_id=str(UUID(int=(at << 80) | (7 << 76) | (2 << 62) | chance.getrandbits(60))),
        user=f"user-{int(chance.paretovariate(0.6)) % (total // 20 + 1)}", release=f"{1 + release // 10}.{release % 10}", started_at=at,
        duration_ms=chance.randrange(2_000_000), active_ms=chance.randrange(900_000), page=f"https://shop.example/{page}",
        success=chance.choice((True, True, False, None)) if done else None, findings=found,
        blocking=int(found > 0 and chance.random() < 0.3), report_blob=f"{number:016x}" if done else "", examined=examined if done else {},
    )  # fmt: skip


def _finding(row: SessionRow, language: Language, chance: random.Random) -> FindingRow:
    kind = chance.choices([*FindingKind], (60, 35, 5))[0]
    title = chance.choices(language.titles, language.title_shares)[0]
    return FindingRow(
        run_id=row.run_id, session_id=row.session_id, finding_id=f"{row.name}-{chance.getrandbits(32):x}", kind=kind, symptom="error_shown",
        title=title, page=row.page, blocking=False, status="confirmed", at_ms=5_000, verdict_by="rules",
    )  # fmt: skip


def fill(database: str, total: int) -> Sequence[tuple[SessionRow, tuple[FindingRow, ...]]]:
    """Some of the rows, for filters to be drawn from: what stands often in the catalogue is drawn often."""
    catalogue = open_catalogue(database)
    for number in range(RUNS):
        began = NOW - number * 86_400_000
        catalogue.begin_run(RunRow(id=f"run-{number:04}", key="k", started_at=began, ended_at=began + 3_600_000, state=RunState.DONE))
    catalogue.close()
    kept: list[tuple[SessionRow, tuple[FindingRow, ...]]] = []
    names = ["id", *values(next(made(1))[0])]  # what is not among them has a default

    def all_sessions() -> Iterator[Sequence[object]]:
        for number, (row, found) in enumerate(made(total), 1):
            if number % 50 == 0:
                kept.append((row, found))
            line: dict[str, Any] = values(row, found) | {"id": number}
            yield [_plain(line[name]) for name in names]

    indexes = _without_indexes(database, sessions)
    insert(database, sessions, names, all_sessions())
    tell(database, indexes)
    columns = [column.name for column in findings.columns]
    insert(database, findings, columns, _findings(total, columns))
    insert(database, patterns, [column.name for column in patterns.columns], _patterns())
    insert(database, members, [column.name for column in members.columns], _members(total))
    tell(database, [one for migration in MIGRATIONS for one in migration if one.startswith("INSERT INTO found\n")])
    tell(database, ["UPDATE runs SET examined = 1000"])
    insert(database, expenses, [column.name for column in expenses.columns], _expenses(total))
    _fill_words(database, total)
    _as_after_a_while(database)
    return kept


def _as_after_a_while(database: str) -> None:
    """What Postgres does by itself some minutes later. SQLite has no such thing."""
    engine = open_engine(database)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _fill_words(database: str, total: int) -> None:
    """In the order of their index: a row at a time in any order would take hours."""
    rows = ([word, row.started_at, number] for number, (row, found) in enumerate(made(total), 1) for word in words_of(row, found))
    indexes = _without_indexes(database, words)
    if open_engine(database).dialect.name == "sqlite":
        tell(database, ["CREATE TABLE loose (word TEXT, started_at BIGINT, session BIGINT)"])
        insert(database, Table("loose", words.metadata), ["word", "started_at", "session"], rows)
        tell(database, ["INSERT INTO words SELECT * FROM loose ORDER BY word, started_at, session", "DROP TABLE loose", *indexes])
    else:
        tell(database, ["ALTER TABLE words DROP CONSTRAINT found_words_pkey"])
        insert(database, words, ["word", "started_at", "session"], rows)
        tell(database, ["ALTER TABLE words ADD PRIMARY KEY (word, started_at, session)", *indexes])


def _without_indexes(database: str, table: Table) -> Sequence[str]:
    """Takes the indexes away, which are built faster when the rows are there: how to make them again."""
    engine = open_engine(database)
    lite = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL"
    other = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :table AND indexname NOT LIKE '%_pkey'"
    with engine.connect() as db:
        there = db.execute(text(lite if engine.dialect.name == "sqlite" else other), {"table": table.name}).all()
    engine.dispose()
    tell(database, [f"DROP INDEX {name}" for name, _ in there])
    return [made for _, made in there]


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


def tell(database: str, statements: Sequence[str]) -> None:
    engine = open_engine(database)
    with engine.begin() as db:
        if engine.dialect.name == "postgresql":
            db.execute(text(f"SET LOCAL search_path TO {SPACE}"))
        for statement in statements:
            db.execute(text(statement))
    engine.dispose()


def _plain(value: object) -> object:
    return json.dumps(value, default=dict) if isinstance(value, dict | tuple) else value


def _findings(total: int, columns: Sequence[str]) -> Iterator[Sequence[object]]:
    for number, (_, found) in enumerate(made(total), 1):
        for place, one in enumerate(found):
            yield [{"session": number, "number": place}.get(name) if name in ("session", "number") else getattr(one, name) for name in columns]


def _patterns() -> Iterator[Sequence[object]]:
    for number in range(PATTERNS):
        yield [f"p{number:03}", f"Pattern {number}", "exception", "/", "[]", 0, NOW - number * 3_600_000, 0.1, False, "", "", 0]


def _members(total: int) -> Iterator[Sequence[object]]:
    chance = random.Random(2)
    affected: dict[int, list[str]] = {}
    for number in range(PATTERNS):
        for one in chance.sample(range(1, total + 1), min(total, int(2 + 20_000 / (1 + number)))):
            affected.setdefault(one, []).append(f"p{number:03}")
    for number, (row, _) in enumerate(made(total), 1):
        for name in affected.get(number, ()):
            yield [row.run_id, name, number, row.started_at, "f", 5_000, False]


def _expenses(total: int) -> Iterator[Sequence[object]]:
    """Every second session was summarized by a model."""
    for row, _ in made(total):
        if row.report_blob and row.order % 2:
            yield [row.run_id, row.report_blob, "summarize", "a model", row.name, "[]", 6_000, 900, 0.004, False, row.started_at]
