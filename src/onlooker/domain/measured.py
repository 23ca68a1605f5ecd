"""What a rule measured, in words a reader of the report understands. Facts without words here are the rules' own switches: JSON holds them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onlooker.domain.mark import place
from onlooker.domain.timebase import clock
from onlooker.domain.words import count, one_line, took

_Fact = str | int | float | bool


def measured(facts: Mapping[str, _Fact]) -> str:
    """`3 tries, 3 failed, status 500`; empty when no fact is worth a reader's time. Zeros, "no" and empty texts say nothing."""
    return ", ".join(filter(None, (words(facts[name]) for name, words in _WORDS.items() if facts.get(name))))


def _whole(value: _Fact) -> int:
    """A report that is read back may hold anything."""
    return int(value) if isinstance(value, int) else 0


def _number(noun: str, plural: str = "") -> Callable[[_Fact], str]:
    return lambda value: count(_whole(value), noun, plural)


def _span(form: str) -> Callable[[_Fact], str]:
    return lambda value: form.format(took(_whole(value)))


def _at(form: str) -> Callable[[_Fact], str]:
    return lambda value: form.format(clock(_whole(value)))


def _said(form: str) -> Callable[[_Fact], str]:
    return lambda value: form.format(one_line(str(value), 160))


def _yes(words: str) -> Callable[[_Fact], str]:
    return lambda value: words


_WORDS: Mapping[str, Callable[[_Fact], str]] = {
    "label": _said("at “{}”"),
    "element": _said("element {}"),
    "disabled": _yes("the control was disabled"),
    "presses": _number("press", "presses"),
    "attempts": _number("try", "tries"),
    "failed": lambda value: f"{value} failed",
    "unanswered": lambda value: f"{value} unanswered",
    "waiting": lambda value: f"{value} still waiting",
    "span_ms": _span("within {}"),
    "type": _said("{}"),
    "count": lambda value: count(_whole(value), "time") if _whole(value) > 1 else "",
    "url": lambda value: place(one_line(str(value))),
    "status": _said("status {}"),
    "duration_ms": _span("after {}"),
    "text": _said("“{}”"),
    "message": _said("shown as “{}”"),
    "answer": _said("the screen answered “{}”"),
    "delay_ms": _span("{} after the act"),
    "shown_ms": _span("shown for {}"),
    "waited_ms": _span("waited {}"),
    "spinner": _yes("with a spinner"),
    "lasted_ms": _span("lasted {}"),
    "sections": _said("nothing under “{}”"),
    "lines_before": _number("line of text before", "lines of text before"),
    "lines_after": _number("line after", "lines after"),
    "refilled_by_load": _yes("filled again by a load"),
    "error": _said("beside the exception “{}”"),
    "healed_itself": _yes("repeated by the page and went through"),
    "no_visible_effect": _yes("nothing on the screen told it"),
    "same_again": _number("message shown again", "messages shown again"),
    "visits": _number("page view"),
    "pages": _number("page"),
    "parts": _number("part of a page", "parts of pages"),
    "returns": _number("return"),
    "backs": _number("quick way back", "quick ways back"),
    "median_dwell_ms": _span("half of them shorter than {}"),
    "shortest_ms": _span("the shortest {}"),
    "found": _said("then “{}” was set"),
    "empty_results": _number("search that found nothing", "searches that found nothing"),
    "turns": _number("turn of the pointer", "turns of the pointer"),
    "fields": _number("field"),
    "chars": _number("character"),
    "labels": _said("in {}"),
    "lost_ms": _at("gone at {}"),
    "half_filled": _number("field left filled", "fields left filled"),
    "dialog": _said("an open dialog: “{}”"),
    "left_after_ms": _span("the session ended {} later"),
    "resolved_ms": _at("went through at {}"),
}
"""In the order they are told."""
