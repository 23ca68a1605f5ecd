from __future__ import annotations

import pytest

from onlooker.domain.evidence import Status
from onlooker.domain.screen import Element, Role
from onlooker.domain.summary import Outcome, Summary
from onlooker.domain.timeline import Click, Left, Requested, Timeline
from onlooker.summarize import by_rules

from .made import HERE, REFUSED, SHOP, Step, finding, follow, is_sound, page, press, see, sent, timeline, typed

HOME: Step = (0, page("/", "Home"))
FOUND = page("/find?q=red+lamp", "Found")
PUT = Requested(method="PUT", url=HERE, status=200, duration_ms=9)
UNKNOWN = Outcome(success=None, description="It cannot be told.")
FAILED = Outcome(success=False, description="The order was refused.", cites=("id14",))


def told(*steps: Step, outcome: Outcome = UNKNOWN) -> Summary:
    session = timeline(*steps)
    summary = by_rules(session, (), outcome)
    is_sound(summary, session)
    return summary


def test_a_session_reads_as_a_person_would_tell_it() -> None:
    summary = by_rules(SHOP, [REFUSED], FAILED)
    is_sound(summary, SHOP)
    assert summary.goal == "Wanted to add to basket (“Wool throw”) and place order (“Checkout”)."
    assert [(segment.name, segment.success) for segment in summary.segments] == [
        ("Pressed “Add to basket” on “Wool throw”", True),
        ("Pressed “Place order” twice on “Checkout”", False),
    ]
    assert summary.segments[0].summary == (
        "Opened “All products” and “Wool throw” and pressed “Add to basket”; the screen said “Wool throw has been added to your basket.”"
    )
    assert summary.segments[1].summary == (
        "Opened “Checkout”, filled in “Name” and “Card number” and pressed “Place order” twice; "
        "the screen said “No payment has been taken: a problem occurred”. The order was refused."
    )


def test_key_actions_are_few_and_cite() -> None:
    actions = [action for segment in by_rules(SHOP, [REFUSED], FAILED).segments for action in segment.key_actions]
    assert [(action.description, action.at_ms, action.cites, action.finding_id) for action in actions] == [
        ("Pressed “Add to basket” on “Wool throw”; the screen said “Wool throw has been added to your basket.”", 9_000, ("id4", "id6"), None),
        ("The order was refused.", 30_000, ("id11", "id13", "id14"), "finding1"),
    ]


def test_it_says_who_wrote_it_and_leaves_the_outcome_alone() -> None:
    summary = by_rules(SHOP, [REFUSED], FAILED)
    assert (summary.reader.kind, summary.reader.model) == ("rules", "")
    assert summary.outcome is FAILED


def test_a_refuted_finding_is_not_told() -> None:
    refuted = finding("id11", title="The order was refused", blocking=True, status=Status.REFUTED, start_ms=30_000, end_ms=41_400)
    summary = by_rules(SHOP, [refuted], UNKNOWN)
    assert "The order was refused" not in " ".join(segment.summary for segment in summary.segments)
    assert summary.segments[1].success is None


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        ([HOME, (900, typed("Search", "red l", type="search")), (950, sent()), (1_300, FOUND)], "Searched for “red lamp” on “Home”"),
        ([HOME, (900, typed("Search", masked=True, type="search")), (950, sent())], "Searched for something masked"),
        ([(0, page("/a", "Reports")), (9_000, page("/b", "Budget")), (18_000, page("/c", "Goals"))], "Looked at “Reports”, “Budget” and “Goals”"),
        ([(0, page("/income_statement/", "- Books"))], "Opened “income statement”"),
        ([HOME, (500, press("Speichern")), (700, PUT)], "Pressed “Speichern”"),
        ([HOME, (500, typed("Title")), (900, press("Save")), (2_000, press("Save"))], "Filled in “Title” and pressed “Save” twice"),
        ([HOME, (500, press("***", "div"))], "Opened “Home”"),
        ([], "Looked at the page"),
    ],
)  # fmt: skip
def test_a_segment_is_named_for_what_was_done(steps: list[Step], name: str) -> None:
    assert told(*steps).segments[0].name == name


@pytest.mark.parametrize(
    ("steps", "goal"),
    [
        ([HOME, (500, typed("Title")), (900, press("Save"))], "Wanted to fill in “Title”, then save."),
        ([HOME, (500, press("Log in")), (900, press("Deploy")), (9_000, press("Close"))], "Wanted to deploy."),
        ([HOME, (900, typed("Find", "lamp", type="search"))], "Wanted to find “lamp”."),
        ([HOME, (900, typed("Street"))], "Wanted to fill in “Street”."),
        ([HOME, (900, follow("Prices", "/p")), (990, page("/p", "Prices"))], "Looked at “Home” and “Prices”."),
        ([(0, Left(last=True))], "No intent shows: nothing was opened, typed or pressed."),
    ],
)
def test_the_goal_is_what_the_user_had_done_for_them(steps: list[Step], goal: str) -> None:
    assert told(*steps).goal == goal


def test_a_form_that_does_not_let_the_user_pass_is_the_goal_that_was_missed() -> None:
    refused = see((Role.INVALID, "Postcode: this is not a valid postcode"))
    summary = told(
        (0, page("/item", "Rug")), (1_000, press("Add to basket")), (9_000, page("/address", "Address")),
        (10_000, typed("Postcode")), (12_000, press("Continue")), (12_300, refused),
        (20_000, typed("Postcode")), (22_000, press("Continue")), (22_300, refused),
    )  # fmt: skip
    assert summary.goal == "Wanted to add to basket (“Rug”) and get past “Address”."
    assert (
        "filled in “Postcode” and pressed “Continue” twice; the screen said “Postcode: this is not a valid postcode”" in summary.segments[-1].summary
    )


def test_a_success_after_a_failure_is_told() -> None:
    failed, done = see((Role.ALERT, "Deploy failed: no answer")), see((Role.ALERT, "Successfully deployed"))
    summary = told((0, page("/", "Flows")), (1_000, press("Deploy")), (1_500, failed), (9_000, press("Deploy")), (9_400, done))
    assert "pressed “Deploy” twice; the screen said “Deploy failed: no answer”, then “Successfully deployed”." in summary.segments[0].summary


def test_a_message_is_not_told_again_as_the_title_of_its_finding() -> None:
    session = timeline((0, page("/", "Flows")), (1_000, press("Deploy")), (1_500, see((Role.ALERT, "Deploy failed: no answer from the server"))))
    summary = by_rules(
        session, [finding("id2", title="“Deploy” fails: Deploy failed: no answer from the server", start_ms=1_000, end_ms=1_500)], UNKNOWN
    )
    assert summary.segments[0].summary.count("no answer from the server") == 1


def test_an_address_is_never_told_where_a_page_has_a_title() -> None:
    summary = by_rules(SHOP, [REFUSED], FAILED)
    words = " ".join([summary.goal, *(part for segment in summary.segments for part in (segment.name, segment.summary))])
    assert "http" not in words
    assert "/item" not in words


def test_an_element_nobody_labelled_is_not_called_by_its_id() -> None:
    spot = Element(tag="div", label="flow work area", ref="div#flow-work-area", interactive=True)
    summary = told((0, page("/", "Flows")), (1_000, Click(target=spot)), (2_000, press("Deploy")))
    assert "flow work area" not in summary.segments[0].summary


def shopping(rounds: int) -> Timeline:
    steps: list[Step] = []
    for number in range(rounds):
        at = number * 200_000
        steps += [(at, page(f"/item/{number}", f"Item {number}")), (at + 9_000, press("Add to basket"))]
        steps += [(at + 60_000, page("/basket", "Basket")), (at + 90_000, press("Remove"))]
    return timeline(*steps)


@pytest.mark.parametrize("rounds", [1, 3, 10, 100])
def test_segments_are_few(rounds: int) -> None:
    session = shopping(rounds)
    summary = by_rules(session, (), UNKNOWN)
    is_sound(summary, session)
    assert 1 <= len(summary.segments) <= 8
    assert all(1 <= len(segment.key_actions) <= 4 for segment in summary.segments)
    assert all(len(segment.summary) < 900 and len(segment.name) < 200 for segment in summary.segments)


def test_a_long_pause_parts_a_session() -> None:
    steps: list[Step] = [(0, page("/a", "Reports")), (5_000, press("Export")), (700_000, page("/b", "Budget")), (720_000, press("Print"))]
    assert [segment.start_ms for segment in told(*steps).segments] == [0, 700_000]
