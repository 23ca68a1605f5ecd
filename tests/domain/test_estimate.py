from __future__ import annotations

from dataclasses import replace

from onlooker.domain.estimate import PhaseEstimate, estimate_of, together

SUMMARY = PhaseEstimate(name="summarize", model="a:small", calls=1, input_tokens=100, output_tokens=10, cost=0.25)
LOOK = PhaseEstimate(name="look", model="b:large", calls=2, input_tokens=50, output_tokens=5, cost=0.5)
PATTERNS = PhaseEstimate(name="patterns", model="b:large", calls=4, input_tokens=7, output_tokens=7, cost=None, exact=False)


def test_phases_are_summed_in_the_order_of_the_work() -> None:
    assert together([PATTERNS, LOOK, SUMMARY, SUMMARY]) == (
        replace(SUMMARY, calls=2, input_tokens=200, output_tokens=20, cost=0.5),
        LOOK,
        PATTERNS,
    )


def test_the_whole_is_what_its_phases_are() -> None:
    whole = estimate_of(3, [LOOK, SUMMARY, SUMMARY], model="a:small")
    assert (whole.calls, whole.input_tokens, whole.output_tokens, whole.cost, whole.unpriced) == (4, 250, 25, 1.0, ())


def test_a_price_nobody_knows_is_never_taken_as_zero() -> None:
    whole = estimate_of(3, [SUMMARY, PATTERNS], model="a:small")
    assert (whole.cost, whole.unpriced) == (None, ("b:large",))
    assert together([SUMMARY, replace(SUMMARY, cost=None)])[0].cost is None
