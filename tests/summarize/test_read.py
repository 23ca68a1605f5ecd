from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import jsonschema
import pytest

from onlooker.domain.summary import Summary
from onlooker.errors import ReplyError
from onlooker.summarize import PROMPT_VERSION, read
from onlooker.summarize.reply import reply_schema

from .made import REFUSED, SHOP, follow, labels, page, reply, timeline, transcript

TOLD = transcript()
LABEL = labels(TOLD)
START, ADDED, CHECKOUT, ORDER, ALERT, AGAIN = (LABEL[id] for id in ("id1", "id4", "id7", "id11", "id14", "id15"))
LAST = list(LABEL.values())[-1]


def segment(name: str, start: str, end: str, *actions: Mapping[str, object], success: bool | None = True, summary: str = "") -> dict[str, object]:
    return {"name": name, "start": start, "end": end, "summary": summary, "key_actions": list(actions), "success": success}


def action(description: str, *cites: str, finding: str = "") -> dict[str, object]:
    return {"description": description, "cites": list(cites), "finding": finding}


GOOD: dict[str, object] = {
    "segments": [
        segment("Put a throw into the basket", START, ADDED, action('Pressed "Add to basket"', ADDED), summary='Chose "Wool throw".'),
        segment("Tried to pay", CHECKOUT, LAST, action('"Place order" was refused', ORDER, ALERT, finding="f1"), success=False),
    ],
    "goal": "Order a wool throw",
    "rulings": [{"finding": "f1", "why": "The alert came twice and nothing was ordered.", "cites": [ALERT], "ruling": "real", "blocking": True}],
    "missed": [{"description": "They left.", "first": AGAIN, "last": LAST, "title": "Left unserved", "kind": "abandonment", "blocking": True}],
    "outcome": {"description": "No order was placed.", "cites": [ALERT], "success": False},
}


def good(**changed: object) -> Summary:
    return read(reply({**GOOD, **changed}), TOLD, SHOP, [REFUSED])


def test_a_good_reply_becomes_a_summary() -> None:
    summary = good()
    assert [(s.index, s.name, s.start_ms, s.end_ms, s.success) for s in summary.segments] == [
        (0, "Put a throw into the basket", 0, 15_000, True),
        (1, "Tried to pay", 15_000, 52_000, False),
    ]
    assert [(a.at_ms, a.cites, a.finding_id) for s in summary.segments for a in s.key_actions] == [
        (9_000, ("id4",), None),
        (30_000, ("id11", "id14"), "finding1"),
    ]
    assert (summary.outcome.success, summary.outcome.cites, summary.outcome.basis) == (False, ("id14",), "model")
    assert (summary.reader.kind, summary.reader.model, summary.reader.prompt_version) == ("model", "test:reader", PROMPT_VERSION)
    assert (summary.invented, summary.unsupported) == (0, ())


def test_a_ruling_is_about_the_finding_it_names() -> None:
    ruling, missed = good().suspicions
    assert (ruling.about, ruling.title, ruling.blocking) == ("finding1", "The order was refused", True)
    assert (ruling.dismissed, ruling.unclear) == (False, False)
    assert (ruling.start_ms, ruling.end_ms, ruling.cites) == (30_000, 41_400, ("id14",))
    assert (missed.about, missed.kind, missed.start_ms, missed.end_ms) == (None, "abandonment", 41_000, 52_000)


@pytest.mark.parametrize(("ruled", "dismissed", "unclear"), [("not_a_problem", True, False), ("unclear", False, True), ("no idea", False, True)])
def test_what_is_not_real_blocks_nobody(ruled: str, dismissed: bool, unclear: bool) -> None:
    ruling = good(rulings=[{"finding": "f1", "why": "", "cites": [], "ruling": ruled, "blocking": True}], missed=[]).suspicions[0]
    assert (ruling.dismissed, ruling.unclear, ruling.blocking) == (dismissed, unclear, False)
    assert ruling.cites == REFUSED.evidence.entries


def test_the_last_ruling_on_a_finding_counts() -> None:
    twice: list[object] = [{"finding": "f1", "why": "a", "cites": [], "ruling": ruled, "blocking": False} for ruled in ("real", "unclear")]
    assert [suspicion.unclear for suspicion in good(rulings=twice, missed=[]).suspicions] == [True]


def test_an_invented_cite_is_dropped_and_counted() -> None:
    summary = good(outcome={"description": "No order.", "cites": ["e999", ALERT], "success": False})
    assert summary.invented == 1
    assert summary.outcome.cites == ("id14",)


def test_a_key_action_without_a_true_cite_is_dropped() -> None:
    summary = good(segments=[segment("Shopped", START, LAST, action("Flew away", "e998"), action("Added", ADDED, finding="f9"))])
    assert [(a.description, a.finding_id) for a in summary.segments[0].key_actions] == [("Added", None)]
    assert summary.invented == 2


def test_too_many_invented_cites_fail_the_reply_and_are_named() -> None:
    with pytest.raises(ReplyError, match=r"3 of \d+ cites do not stand in the transcript \(e900, e901, e902\)"):
        good(segments=[segment("Shopped", START, LAST, action("Did", "e900", "e901", "e902"))], missed=[])


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"segments": []}, "segments"),
        ({"segments": [segment("", START, LAST)]}, "segment"),
        ({"goal": ""}, "goal"),
        ({"outcome": {}}, "outcome.description"),
        ({"outcome": {"description": "Fine.", "cites": [], "success": True}}, "outcome.cites"),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, object], error: str) -> None:
    with pytest.raises(ReplyError, match=error):
        good(**changed)


def test_an_unknown_outcome_needs_no_cite() -> None:
    assert good(outcome={"description": "It cannot be told.", "cites": [], "success": None}).outcome.success is None


def test_segments_out_of_order_are_put_in_order_and_closed_up() -> None:
    summary = good(segments=[segment("Paid", ORDER, LAST), segment("Shopped", START, START)])
    assert [(s.name, s.start_ms, s.end_ms) for s in summary.segments] == [("Shopped", 0, 30_000), ("Paid", 30_000, 52_000)]


def test_a_key_action_goes_to_the_segment_it_lies_in() -> None:
    summary = good(segments=[segment("Shopped", START, ADDED, action("Ordered", ORDER)), segment("Paid", CHECKOUT, LAST)])
    assert [len(s.key_actions) for s in summary.segments] == [0, 1]


def test_a_segment_without_a_start_begins_where_its_actions_do() -> None:
    summary = good(segments=[segment("Shopped", "", ""), segment("Paid", "e950", LAST, action("Ordered", ORDER))])
    assert [(s.name, s.start_ms) for s in summary.segments] == [("Shopped", 0), ("Paid", 30_000)]


def test_a_quote_that_nobody_saw_is_told() -> None:
    summary = good(outcome={"description": 'It said "Thank you for shopping".', "cites": [ALERT], "success": True})
    assert summary.unsupported == ('“Thank you for shopping” is not shown where it is told: It said "Thank you for shopping".',)


NAMES = [f"Product number {n}" for n in range(150)]
LONG = timeline(*[(1000 * n, detail) for n, name in enumerate(NAMES) for detail in (follow(name, f"/{n}"), page(f"/{n}", name))])
PARTS = transcript(LONG, (), budget=2_000)


def test_each_part_answers_for_its_own_stretch() -> None:
    assert len(PARTS.parts) > 2
    spans = []
    for number, part in enumerate(PARTS.parts):
        content = {**GOOD, "segments": [segment("Browsed", part.cites[0], part.cites[-1])], "rulings": [], "missed": []}
        content["outcome"] = {"description": "Browsing.", "cites": [part.own_from], "success": None}
        summary = read(reply(content), PARTS, LONG, [], number)
        spans += [(s.start_ms, s.end_ms) for s in summary.segments]
    assert spans[0][0] == 0
    assert spans[-1][1] == LONG.duration_ms
    assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_the_good_reply_fits_the_schema() -> None:
    jsonschema.validate(GOOD, reply_schema())
