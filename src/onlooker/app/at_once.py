"""Several sessions at once, in threads that nobody waits for: an interrupt ends the run though a model still owes its answers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

Item = TypeVar("Item")
Row = TypeVar("Row")


def at_once(work: Callable[[Item], Row], items: Sequence[Item], workers: int) -> list[Row]:
    """What `work` makes of each item, in the order of the items. What it raises is raised here, and no item is begun after that. An
    executor's threads would be joined at the end of the process; these are daemons."""
    left = deque(enumerate(items))
    rows: dict[int, Row] = {}
    ended: SimpleQueue[BaseException | None] = SimpleQueue()

    def worker() -> None:
        while True:
            try:
                place, item = left.popleft()
            except IndexError:
                return
            try:
                rows[place] = work(item)
            except BaseException as error:  # it belongs to whoever asked
                ended.put(error)
            else:
                ended.put(None)

    for number in range(min(workers, len(items))):
        Thread(target=worker, name=f"session-{number}", daemon=True).start()
    try:
        for _ in items:
            error = ended.get()
            if error is not None:
                raise error
    finally:
        left.clear()
    return [rows[place] for place in range(len(items))]
