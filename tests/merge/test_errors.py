from __future__ import annotations

import pytest

from onlooker.domain.timeline import Logged, Thrown
from onlooker.merge.console_line import ErrorText, console_line, error_text

from .made import SAVE, Tape, entries_of, of, thrown

LOST = "Cannot read properties of undefined (reading 'find')"
TRACE = ("save (http://shop.test/app.js:9:2)", "far (http://shop.test/far.js:1:1)")


def page() -> Tape:
    tape = Tape()
    tape.page(0, "http://a.test/")
    return tape


def told(tape: Tape) -> list[tuple[int, int, str]]:
    return [(entry.at_ms, entry.count, entry.detail.message) for entry in entries_of(tape.timeline(), Thrown) if isinstance(entry.detail, Thrown)]


def test_an_exception_event() -> None:
    tape = page()
    tape.send(1_000, "$exception", thrown("TypeError", LOST))

    assert of(tape.timeline(), Thrown) == [
        Thrown(
            type="TypeError",
            message=LOST,
            origin="http://shop.test/app.js",
            frames=("save (http://shop.test/app.js:9:2)", "far (http://shop.test/far.js:1)"),
        )
    ]


def test_an_uncaught_error_only_the_console_shows() -> None:
    tape = page()
    tape.console(1_000, "error", f"Uncaught TypeError: {LOST}", trace=TRACE)

    assert of(tape.timeline(), Thrown) == [Thrown(type="TypeError", message=LOST, origin="http://shop.test/app.js", frames=TRACE)]


def test_one_error_told_by_three_is_told_once() -> None:
    tape = page()
    tape.console(1_000, "error", f"Error: {LOST}\n    at save (http://shop.test/app.js:9:2)\nEnd of stack for Error object")
    tape.send(1_010, "$exception", thrown("Error", LOST))
    tape.console(1_020, "error", f"Uncaught (in promise) Error: {LOST}", trace=TRACE)

    (entry,) = entries_of(tape.timeline(), Thrown)

    assert isinstance(entry.detail, Thrown)
    assert (entry.count, entry.detail.handled, len(entry.snapshots), entry.events) == (1, False, 2, ("v0",))
    assert not of(tape.timeline(), Logged)


def test_a_promise_rejected_with_a_text_is_recognised_inside_the_events_wording() -> None:
    tape = page()
    tape.console(1_000, "error", "Uncaught (in promise) the server said no")
    tape.send(1_004, "$exception", thrown("UnhandledRejection", "Non-Error promise rejection captured with value: the server said no"))

    assert len(told(tape)) == 1


def test_other_errors_and_other_times_stay_apart() -> None:
    tape = page()
    tape.send(1_000, "$exception", thrown("TypeError", LOST))
    tape.console(1_100, "error", "Uncaught RangeError: out of range")
    tape.console(5_000, "error", f"Uncaught TypeError: {LOST}")

    assert told(tape) == [(1_000, 1, LOST), (1_100, 1, "out of range"), (5_000, 1, LOST)]


def test_an_avalanche_is_folded_and_counts_throws_not_tellings() -> None:
    """Events are rate-limited in the browser: the console counts on."""
    tape = page()
    for number in range(20):
        tape.console(1_000 + 180 * number, "error", f"Uncaught TypeError: {LOST}")
        if number < 10:
            tape.send(1_002 + 180 * number, "$exception", thrown("TypeError", LOST))

    assert told(tape) == [(1_000, 20, LOST)]


def test_an_endless_avalanche_goes_on_in_a_new_entry_every_ten_seconds() -> None:
    tape = page()
    for at in range(0, 60_000, 500):
        tape.console(at, "error", f"Uncaught TypeError: {LOST}")

    assert [count for _, count, _ in told(tape)] == [21, 21, 21, 21, 21, 15]


def test_the_same_error_after_another_press_is_another() -> None:
    tape = page()
    for at in (1_000, 1_400, 1_800):
        tape.press(at, 7, element=SAVE)
        tape.console(at + 4, "error", f"Uncaught TypeError: {LOST}")

    assert [at for at, _, _ in told(tape)] == [1_004, 1_404, 1_804]


def test_lines_of_the_console_are_unquoted_joined_and_folded() -> None:
    tape = page()
    tape.console(1_000, "log", "%cLoaded %s", "color: red", "42", "items")
    for at in (2_000, 2_100, 2_200):
        tape.console(at, "warn", "slow", {"a": 1})
    tape.console(3_000, "groupEnd")
    tape.console(4_000, "warn", "[SessionRecording] too many mutations")
    tape.console(9_000, "error", "Request failed with status code 500")

    timeline = tape.timeline()

    assert [(entry.detail, entry.count) for entry in entries_of(timeline, Logged)] == [
        (Logged(level="log", text="Loaded 42 items"), 1),
        (Logged(level="warn", text='slow {"a": 1}'), 3),
        (Logged(level="error", text="Request failed with status code 500"), 1),
    ]
    assert timeline.dropped["recorder's own line"] == 1


@pytest.mark.parametrize(
    ("level", "text", "error"),
    [
        ("error", "Uncaught TypeError: x is null", ErrorText(type="TypeError", message="x is null", caught=False)),
        ("error", "Uncaught (in promise) PaymentError: no", ErrorText(type="PaymentError", message="no", caught=False)),
        ("error", "Unhandled promise rejection: no luck", ErrorText(type="", message="no luck", caught=False)),
        ("error", "Uncaught (in promise) 500", ErrorText(type="", message="500", caught=False)),
        ("error", "Error: no\n    at a (b.js:1:2)", ErrorText(type="Error", message="no", caught=True, frames=("a (b.js:1:2)",))),
        (
            "error",
            "TypeError: no\nsave@http://a.test/b.js:1:2",
            ErrorText(type="TypeError", message="no", caught=True, frames=("save@http://a.test/b.js:1:2",)),
        ),
        (
            "error",
            "Saving failed Error: HTTP 500\n    at a (b.js:1:2)",
            ErrorText(type="Error", message="Saving failed Error: HTTP 500", caught=True, frames=("a (b.js:1:2)",)),
        ),
        ("error", "Error: told without a stack", None),
        ("error", "The form has errors", None),
        ("log", "Uncaught TypeError: somebody logged it", None),
    ],
)
def test_which_lines_are_errors(level: str, text: str, error: ErrorText | None) -> None:
    line = console_line({"plugin": "rrweb/console@1", "payload": {"level": level, "payload": [text], "trace": []}})

    assert line is not None
    assert error_text(line) == error
