"""What would be asked about patterns, told before it is asked."""

from __future__ import annotations

from onlooker.pipeline import discover_patterns, foresee_patterns
from tests.discover.model_made import SESSIONS
from tests.discover.reader import Reader, names, trusted

CAUSES = names(["not stored", "come back tomorrow", "Something went wrong", "looked for"])


def test_the_first_questions_are_those_that_will_be_asked() -> None:
    for context_tokens in (128_000, 900):
        model = Reader(CAUSES, context_tokens=context_tokens)
        discover_patterns(SESSIONS, model=model, context="A shop.")
        ahead = foresee_patterns(SESSIONS, context_tokens=context_tokens, context="A shop.")
        asked = [request for request in model.asked if "could not be used" not in trusted(request)]
        purposes = [request.purpose for request in asked]
        assert [one.hash("m") for one in ahead.extracts] == [one.hash("m") for one in asked if one.purpose == "extract"]
        assert len(ahead.extracts) > 1 or context_tokens > 900
        assert ahead.combines == purposes.count("combine")
        if context_tokens > 900:
            assert (ahead.assigns, ahead.checks) == (purposes.count("assign"), purposes.count("check"))


def test_where_nothing_can_recur_nothing_is_asked() -> None:
    ahead = foresee_patterns(SESSIONS[:1], context_tokens=128_000)
    assert (ahead.extracts, ahead.combines, ahead.assigns, ahead.checks) == ((), 0, 0, 0)
