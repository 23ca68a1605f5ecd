"""What a text says, by example: sentences any application might use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.tone import Tone, own_fault, read, tone

SAID = {
    Tone.FAILURE: (
        "Saving failed; if it stays so, reload",
        "The page could not be loaded. See if the server is running.",
        "Saving failed: disk is full",
        "Your changes were not saved.",
        "We couldn't send your message",
        "Something went wrong",
        "An error occurred while loading the chart",
        "Permission denied",
        "Your session has expired",
        "502 Bad Gateway",
        "Request failed with status code 500",
        "Could not connect to the server",
        "This page is currently unavailable",
        "The order has been cancelled",
        "Unauthorized",
        "Kernel disconnected",
        "The file was changed on disk by another program",
        "The kernel appears to have died",
        "You do not have permission to edit this page",
        "This page is locked by another user",
        "Someone else saved this page after you opened it",
        "Conflict: edited by someone else",
        "The cell could not be run",
        "Could not parse filter",
        "Import unsuccessful",
        "Rate limit exceeded",
        "Too many requests",
        "INTERNAL_ERROR",
        "Not a supported image format",
        "The request took too long",
        "Nothing was imported",
        "Couldn't open 'report.csv'",
        "We could not take that just now. Nothing has been stored.",
    ),
    Tone.REFUSAL: (
        "This field is required.",
        "Enter a valid e-mail address",
        "The two passwords do not match",
        "A project with that name already exists",
        "Please correct the errors below.",
        "is not valid for this country",
        "Title is too long",
        "a maximum of 2 can be bought",
    ),
    Tone.EMPTY: (
        "Found 0 results.",
        "No matches found",
        "There are no entries here",
        "Your basket is empty.",
        "Nothing was found",
        "We couldn't find any rooms",
        "Cannot find any match",
    ),
    Tone.SUCCESS: (
        "Successfully saved",
        "Thank you for your order",
        "The page has been published.",
        "Stored 3 entries.",
        "Copied to clipboard successfully",
        "Checkpoint created",
        "Saving completed",
        "Job 'failed-orders' started",
        "“Error budget” was saved",
    ),
    Tone.BUSY: (
        "Loading…",
        "Please wait...",
        "Saving…",
        "Processing payment…",
        "We're now trying to book your seats!",
        "Hold on",
        "We are currently sending your request. If this takes too long, please check your connection and try again.",
    ),
    Tone.QUESTION: ("Are you sure you want to leave?", "You have unsaved changes", "Discard unsaved changes?"),
    Tone.NEUTRAL: (
        "Add to basket",
        "Mean squared error",
        "0 errors",
        "Report a problem",
        "428.27",
        "560.55 USD",
        "500 results",
        "Order history",
        "Unsaved changes",
        "This action cannot be undone.",
        "Last checkpoint: a minute ago (unsaved changes)",
        "error_rate",
        "If you have problems, contact us",
        "If you choose no date, the ticket can still be unavailable to whoever holds it.",
        "Unless two people agree, it cannot be saved.",
        "The list is closed, so if the hall is sold out, nobody can be added to it.",
        "",
    ),
}


@pytest.mark.parametrize(("said", "expected"), [(text, meant) for meant, texts in SAID.items() for text in texts])
def test_what_a_text_says(said: str, expected: Tone) -> None:
    assert tone(said) is expected


@pytest.mark.parametrize("word", ["Errors", "Issues (3)", "Warning", "Failed runs"])
def test_a_bare_word_is_a_weak_hint(word: str) -> None:
    assert read(word).strength == 1


def test_what_a_form_asks_for_is_a_weak_refusal() -> None:
    reading = read("Please enter the name and choose a direction here.")
    assert (reading.tone, reading.strength) == (Tone.REFUSAL, 1)


@given(st.text(max_size=2_000))
def test_any_text_is_read(text: str) -> None:
    reading = read(text)
    assert reading.strength in (0, 1, 2)
    assert (reading.tone is Tone.NEUTRAL) == (reading.strength == 0)


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("Something went wrong. Please try again.", True),
        ("An unexpected error occurred", True),
        ("HTTP 503 - the list could not be loaded", True),
        ("TypeError: x is undefined", True),
        ("The service is temporarily unavailable", True),
        ("Card declined: not enough money", False),
        ("You do not have permission to delete this page", False),
        ("Your session has expired", False),
        ("Cannot be combined with another voucher", False),
        ("Error: the name is already in use", False),
    ],
)
def test_whose_fault_a_message_of_failure_names(said: str, own: bool) -> None:
    assert own_fault(said) is own


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("msg 13 created issue 1 messages edited ok", Tone.SUCCESS),
        ("issue 13 created", Tone.SUCCESS),
        ("Create an automation to get started", Tone.NEUTRAL),
        ("There was an issue with your order", Tone.FAILURE),
        ("Error: Required issue property priority not supplied", Tone.REFUSAL),
    ],
)
def test_an_issue_may_be_a_thing_of_its_own(said: str, expected: Tone) -> None:
    assert tone(said) is expected
