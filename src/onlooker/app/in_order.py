"""Several at once, given out in order, and no more of them in memory than are being worked on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

Item = TypeVar("Item")
Row = TypeVar("Row")
_PATIENCE_S = 10.0


def in_order(work: Callable[[Item], Row], items: Iterable[Item], workers: int, stop: Callable[[], None]) -> Generator[Row, None, None]:
    """What `work` makes of each item, in the order of the items, of which only one more than there are workers is taken ahead. What it raises
    is raised here, and no item is begun after that. At the end `stop` is called, which may hurry what is still under way, and that is waited for a
    while; the threads are daemons, so that an interrupt ends the process in any case."""
    given: SimpleQueue[tuple[Future[Row], Item] | None] = SimpleQueue()

    def worker() -> None:
        while (task := given.get()) is not None:
            row, item = task
            if row.set_running_or_notify_cancel():
                try:
                    row.set_result(work(item))
                except BaseException as error:  # it belongs to whoever asked
                    row.set_exception(error)

    threads = [Thread(target=worker, name=f"in-order-{number}", daemon=True) for number in range(workers)]
    rows: deque[Future[Row]] = deque()
    for thread in threads:
        thread.start()
    try:
        for item in items:
            row: Future[Row] = Future()
            rows.append(row)
            given.put((row, item))
            if len(rows) > workers:
                yield rows.popleft().result()
        while rows:
            yield rows.popleft().result()
    finally:
        stop()
        for row in rows:
            row.cancel()
        for _ in threads:
            given.put(None)
        for thread in threads:
            thread.join(_PATIENCE_S)
