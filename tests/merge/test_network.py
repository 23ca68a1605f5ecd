from __future__ import annotations

from collections.abc import Mapping

import pytest

from onlooker.domain.timeline import Requested, Timeline

from .made import START, Tape, entries_of, of, request

API, OTHER = "http://a.test/api/save", "https://cdn.test/x"


def told(*requests: Mapping[str, object], at: int = 9_000, also: int | None = None) -> Timeline:
    tape = Tape()
    tape.page(0, "http://a.test/")
    tape.network(at, *requests)
    if also is not None:
        tape.network(also, *requests)
    return tape.timeline()


def test_a_request_is_told_at_its_start() -> None:
    timeline = told(request(API, 4_000, status=500, duration=120, method="post"))

    (entry,) = entries_of(timeline, Requested)

    assert (entry.at_ms, entry.end_ms) == (4_000, 4_120)
    assert entry.detail == Requested(method="POST", url=API, status=500, duration_ms=120, kind_of="fetch")


@pytest.mark.parametrize(
    ("timing", "at_ms"),
    [
        ({"timestamp": START + 4_000, "timeOrigin": START + 1, "startTime": 3}, 4_000),
        ({"timeOrigin": START + 1_000, "startTime": 3_000.4}, 4_000),
        ({"duration": 500}, 8_500),
        ({"timestamp": START + 60_000, "duration": 5}, 9_000),
        ({"timestamp": START - 3_000, "duration": 900}, 0),
        ({"timestamp": "soon", "timeOrigin": None, "duration": 500}, 8_500),
    ],
)
def test_the_start_is_known_one_way_or_another(timing: Mapping[str, object], at_ms: int) -> None:
    (entry,) = entries_of(told({"name": API, "initiatorType": "fetch", "responseStatus": 200, **timing}), Requested)

    assert entry.at_ms == at_ms


def test_a_document_takes_as_long_as_its_answer_not_as_its_pictures() -> None:
    (page,) = of(told(request("http://a.test/", 0, kind="navigation", duration=4_000, endTime=300)), Requested)

    assert page.duration_ms == 300


def test_the_same_request_reported_twice_is_one() -> None:
    timeline = told(request(API, 4_000), {**request(API, 4_001, method="PUT", status=None), "status": 422}, also=12_000)

    (entry,) = entries_of(timeline, Requested)

    assert entry.detail == Requested(method="PUT", url=API, status=422, duration_ms=50, kind_of="fetch")
    assert len(entry.snapshots) == 2


def test_the_same_address_asked_again_is_another() -> None:
    assert len(of(told(request(API, 4_000), request(API, 4_900)), Requested)) == 2


@pytest.mark.parametrize(
    ("file", "is_told"),
    [
        (request("http://a.test/app.css", 100, kind="link"), False),
        (request("http://a.test/a.png", 100, kind="img", status=404), True),
        (request("http://a.test/app.js?v=3", 100, kind="fetch"), False),
        (request("http://a.test/icon", 100, kind="fetch", contentType="image/svg+xml"), False),
        (request("http://a.test/app.js", 100, kind="script", status=0), True),
        (request(OTHER, 100, kind="script", status=0), False),
        (request("http://a.test/data.json", 100), True),
        (request("data:image/png;base64,xx", 100, kind="img", status=0), False),
        (request("", 100, kind="css", status=0), False),
    ],
)
def test_files_are_told_only_when_they_fail(file: Mapping[str, object], is_told: bool) -> None:
    assert bool(of(told(file), Requested)) is is_told


def test_files_that_came_well_are_counted() -> None:
    files = [request(f"http://a.test/{number}.png", number, kind="img") for number in range(5)]

    assert told(*files).dropped["file loaded"] == 5


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ((request(API, 4_000, status=0),), 0),
        ((request(OTHER, 4_000, status=0),), None),
        (({**request(OTHER, 4_000, status=None), "status": 0},), 0),
        ((request("http://a.test/", 4_000, status=0, kind="navigation"),), None),
        ((request(f"{API}?q=a", 4_000, status=0), request(f"{API}?q=ab", 4_052)), None),
        ((request(API, 4_000, status=None),), None),
    ],
)
def test_no_answer_is_a_failure_only_when_it_must_be_one(asked: tuple[Mapping[str, object], ...], status: int | None) -> None:
    assert of(told(*asked), Requested)[0].status == status
