"""How long lists of sessions, searches and the pages around them take in a large catalogue, on SQLite and on Postgres.

    python benchmarks/catalogue.py [--sessions 1000000] [--asks 200] [--only WORDS] [--cpu] [--sqlite FILE] [--postgres URL] [--folder FOLDER]

What is in the catalogue is told in `made_catalogue.py`. What is measured are the calls that the web app's pages and its API make, each with another
filter drawn from what is there: milliseconds at the 50th and the 95th percentile, and the slowest. Without `--postgres` a server is started from the
wheel the tests use; with it the address must be of an empty database, and the rows stay in it. A database given by `--sqlite` or `--postgres` that is
filled already is measured as it is, and the other one not at all. `--only` leaves out the rows that its words are not in; `-v` tells each call above
100 ms. `--cpu` tells processor time, of this process and of those of a Postgres that is started here, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from made_catalogue import NOW, PATTERNS, RUNS, fill, made

from onlooker import config
from onlooker.app.library.kept import Kept
from onlooker.app.library.patterns import Patterns
from onlooker.app.library.runs import Runs
from onlooker.app.library.sessions import Sessions
from onlooker.app.library.today import today
from onlooker.domain.catalogued import FindingRow, SessionFilter, SessionRow, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.stores import BlobFolder
from onlooker.stores.catalogue import open_catalogue
from onlooker.stores.catalogue.words import split

FILTERS = tuple(field.name for field in fields(SessionFilter) if field.name != "text")
_DAY_MS = 86_400_000

Met = tuple[SessionRow, Sequence[FindingRow]]
Words = Callable[[SessionRow, Sequence[FindingRow], random.Random], str]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """`deep`: begins somewhere in the middle of the list."""

    name: str
    wanted: Callable[[Met, random.Random], SessionFilter]
    deep: bool = False


def _every(row: SessionRow, chance: random.Random) -> dict[str, Any]:
    return {
        "run_id": row.run_id, "state": chance.choice([*SessionState]), "user": row.user, "release": row.release, "page": _prefix(row, chance),
        "since": row.started_at - 7 * _DAY_MS, "until": row.started_at, "success": chance.random() < 0.5, "blocking": chance.random() < 0.5,
        "kind": chance.choice([*FindingKind]), "pattern_id": f"p{chance.randrange(PATTERNS):03}",
    }  # fmt: skip


def _prefix(row: SessionRow, chance: random.Random) -> str:
    return row.page if chance.random() < 0.5 else row.page[: chance.randrange(18, 30)]


def _by(*names: str, words: Words | None = None) -> Callable[[Met, random.Random], SessionFilter]:
    def wanted(met: Met, chance: random.Random) -> SessionFilter:
        every = _every(met[0], chance)
        text = words(*met, chance) if words is not None else ""
        return replace(SessionFilter(text=text), **{name: every[name] for name in names})

    return wanted


def some(met: Met, chance: random.Random) -> SessionFilter:
    """Any of all the filters together, two or three of them, by what a row holds or by what it does not."""
    return _by(*chance.sample(FILTERS, chance.choice((2, 2, 3))))(met, chance)


def some_with_a_word(met: Met, chance: random.Random) -> SessionFilter:
    return replace(some(met, chance), text=a_word(*met, chance))


def a_word(row: SessionRow, found: Sequence[FindingRow], chance: random.Random) -> str:
    """Of what the session came for, as often as people say it."""
    goal = row.examined.get("goal", row.release)
    return chance.choice(split(str(goal)) or [row.release])


def two_words(row: SessionRow, found: Sequence[FindingRow], chance: random.Random) -> str:
    return f"{a_word(row, found, chance)} {a_word(row, found, chance)}"


def two_of_all(row: SessionRow, found: Sequence[FindingRow], chance: random.Random) -> str:
    """Which may never stand together."""
    return f"{a_word(row, found, chance)} {a_word(*chance.choice(_OTHERS), chance)}"


def three_of_all(row: SessionRow, found: Sequence[FindingRow], chance: random.Random) -> str:
    return f"{two_of_all(row, found, chance)} {a_word(*chance.choice(_OTHERS), chance)}"


def a_beginning(row: SessionRow, found: Sequence[FindingRow], chance: random.Random) -> str:
    """As somebody types it."""
    return a_word(row, found, chance)[: chance.randrange(1, 5)]


def a_title(row: SessionRow, found: Sequence[FindingRow], chance: random.Random) -> str:
    return found[0].title if found else a_word(row, found, chance)


def half_a_title(row: SessionRow, found: Sequence[FindingRow], chance: random.Random) -> str:
    told = a_title(row, found, chance)
    return told[: max(2, len(told) // 2)]


_OTHERS: list[Met] = list(islice(made(200), 200))
SEARCHES: Sequence[tuple[str, Words]] = (
    ("a word", a_word),
    ("the beginning of a word", a_beginning),
    ("two words of one session", two_words),
    ("two words of any", two_of_all),
    ("three words of any", three_of_all),
    ("what a finding is called", a_title),
    ("half of what a finding is called", half_a_title),
    ("a user", lambda row, found, chance: row.user),
    ("a session's id", lambda row, found, chance: row.session_id),
    ("a page's address", lambda row, found, chance: row.page),
    ("what nobody said", lambda row, found, chance: f"q{chance.randrange(9_999)}x"),
)
ASKS = (
    Ask(name="all, first page", wanted=_by()),
    Ask(name="all, a page in the middle", wanted=_by(), deep=True),
    *(Ask(name=f"by {name}", wanted=_by(name)) for name in FILTERS),
    *(Ask(name=f"by run and {name}", wanted=_by("run_id", name)) for name in FILTERS if name != "run_id"),
    Ask(name="by run and page, in the middle", wanted=_by("run_id", "page"), deep=True),
    Ask(name="by two or three at random", wanted=some),
    *(Ask(name=f"search: {name}", wanted=_by(words=words)) for name, words in SEARCHES),
    *(Ask(name=f"search: {name}, in the middle", wanted=_by(words=words), deep=True) for name, words in SEARCHES[:4]),
    *(Ask(name=f"search: a word, by {name}", wanted=_by(name, words=a_word)) for name in FILTERS),
    *(Ask(name=f"search: two words of any, by {name}", wanted=_by(name, words=two_of_all)) for name in ("run_id", "user", "page", "kind")),
    Ask(name="search: a beginning, by run", wanted=_by("run_id", words=a_beginning)),
    Ask(name="search: a word, by two or three at random", wanted=some_with_a_word),
)


@dataclass(frozen=True, kw_only=True)
class App:
    """What the pages ask of the library, over one catalogue."""

    kept: Kept
    rows: Sequence[Met]

    def lists(self, ask: Ask, chance: random.Random) -> Callable[[], object]:
        """A page of 50, a session that several runs have read told once."""
        met = chance.choice(self.rows)
        row, wanted = met[0], ask.wanted(met, chance)
        after = ""
        if ask.deep:
            first = Sessions(self.kept).page(replace(wanted, until=row.started_at + _DAY_MS), limit=1)
            after = first.next
        return Told(wanted, lambda: Sessions(self.kept).page(wanted, after=after))

    def around(self, chance: random.Random) -> Callable[[], object]:
        met = chance.choice(self.rows)
        wanted = SessionFilter(text=a_word(*met, chance)) if chance.random() < 0.5 else None
        return Told(wanted, lambda: Sessions(self.kept).around(met[0], wanted))

    def run(self, chance: random.Random) -> Callable[[], object]:
        run_id = f"run-{min(RUNS - 1, int(chance.paretovariate(0.4)) - 1):04}"
        return Told(run_id, lambda: Runs(self.kept).one(run_id))

    def session(self, chance: random.Random) -> Callable[[], object]:
        row = chance.choice(self.rows)[0]
        return Told(row.session_id, lambda: (Sessions(self.kept).findings(row), Sessions(self.kept).patterns(row)))

    def pattern(self, pattern_id: str) -> Callable[[], object]:
        return Told(pattern_id, lambda: Patterns(self.kept).one(pattern_id))

    @property
    def others(self) -> Sequence[tuple[str, Callable[[random.Random], Callable[[], object]]]]:
        return (
            ("a session's neighbours", self.around),
            ("a session by its id", lambda chance: Told(None, lambda: Sessions(self.kept).latest(chance.choice(self.rows)[0].session_id))),
            ("a session's findings and patterns", self.session),
            ("one pattern, run by run", lambda chance: self.pattern(f"p{chance.randrange(PATTERNS):03}")),
            ("what is under way", lambda chance: Told(None, lambda: self.kept.catalogue.under_way(chance.choice(self.rows)[0].run_id))),
            ("patterns to choose from", lambda chance: Told(None, lambda: Patterns(self.kept).known())),
            ("patterns with their runs", lambda chance: Told(None, lambda: Patterns(self.kept).all())),
            ("a run's counts", self.run),
            ("the latest 50 runs' counts", lambda chance: Told(None, lambda: Runs(self.kept).latest())),
            ("today", lambda chance: Told(None, lambda: today(self.kept, NOW - 7 * _DAY_MS))),
        )


@dataclass(frozen=True)
class Told:
    """A call, and what is asked with it."""

    wanted: object
    call: Callable[[], object]

    def __call__(self) -> object:
        return self.call()


def clock_of(database: str, cpu: bool) -> Callable[[], float]:
    """Seconds; of the processor Linux tells each process's in ns."""
    if not cpu or "://" not in database:
        return time.thread_time if cpu else time.perf_counter
    with psycopg.connect(database) as db:
        there = db.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").fetchall()
    told = [Path(f"/proc/{pid}/schedstat") for (pid,) in there]
    return lambda: time.thread_time() + sum(int(one.read_text().split()[0]) for one in told) / 1e9


def measured(name: str, each: Callable[[random.Random], Callable[[], object]], asks: int, clock: Callable[[], float]) -> tuple[float, float, float]:
    """Milliseconds: half of the calls, 19 of 20, and all of them take no longer."""
    chance = random.Random(3)
    took = []
    for _ in range(asks):
        call = each(chance)
        began = clock()
        call()
        took.append((clock() - began) * 1000)
        if took[-1] > 100 and "-v" in sys.argv:
            print(f"  {name}: {took[-1]:.0f} ms {getattr(call, 'wanted', '')}", file=sys.stderr)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1], max(took)


def report(database: str, total: int, asks: int, only: str, cpu: bool) -> dict[str, tuple[float, float, float]]:
    began = time.perf_counter()
    catalogue = open_catalogue(database)
    there = bool(catalogue.find(SessionFilter(), limit=1))
    rows = list(islice(made(total), 0, min(total, 100_000), 5)) if there else fill(database, total)
    print(f"{catalogue.where}: {total:,} sessions in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    with tempfile.TemporaryDirectory() as empty:
        app = App(kept=Kept(settings=config.Settings(), catalogue=catalogue, blobs=BlobFolder(Path(empty))), rows=rows)
        results = {}
        asked = [(ask.name, lambda chance, ask=ask: app.lists(ask, chance)) for ask in ASKS]  # type: ignore[misc]
        clock = clock_of(database, cpu)
        for name, each in [*asked, *app.others]:
            if all(word in name for word in only.split()):
                results[name] = measured(name, each, asks, clock)
                print(f"  {name}: " + " | ".join(f"{one:.1f}" for one in results[name]), file=sys.stderr)
    catalogue.close()
    return results


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--sessions", type=int, default=1_000_000)
    words.add_argument("--asks", type=int, default=200)
    words.add_argument("--only", default="")
    words.add_argument("--sqlite")
    words.add_argument("--postgres")
    words.add_argument("--folder")
    words.add_argument("--cpu", action="store_true", help="processor time")
    words.add_argument("-v", action="store_true", help="tell each call above 100 ms")
    given = words.parse_args()
    each = {}
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        if given.sqlite or not given.postgres:
            each["SQLite"] = report(given.sqlite or str(Path(folder, "catalogue.db")), given.sessions, given.asks, given.only, given.cpu)
        if given.postgres or not given.sqlite:
            each["Postgres"] = report(given.postgres or _started(), given.sessions, given.asks, given.only, given.cpu)
    print("| asked for | " + " | ".join(f"{name}: p50 | p95 | slowest" for name in each) + " |")
    print("| --- |" + " --: |" * 3 * len(each))
    for name in next(iter(each.values())):
        print(f"| {name} | " + " | ".join(f"{took:.1f}" for results in each.values() for took in results[name]) + " |")


def _started() -> str:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.postgres import start  # noqa: PLC0415

    server = start()
    return server.url(server.make())


if __name__ == "__main__":
    main()
