"""The steps in their order. The only package that knows the order; it does no I/O of its own: bytes come through the source's parts, a model's
answers through the `Model` port, pictures through the `Renderer` port, and media go to the `BlobStore`.

    observe     bytes -> what happened -> what looks wrong -> what was on screen -> the rules' verdicts
    summarize   with a model: what the user tried, and its own suspicions
    look        the findings that matter -> clips -> exact screen text -> with a model: a verdict on each by what is seen
    report      all of it, with its coverage and what it cost
"""

from onlooker.pipeline.discovering import discover_patterns
from onlooker.pipeline.foreseeing import LOOK_TOKENS, RULING_TOKENS, SUMMARY_TOKENS, foresee, summaries_ahead
from onlooker.pipeline.foreseeing_patterns import PatternsForeseen, foresee_patterns
from onlooker.pipeline.foreseen import Foreseen
from onlooker.pipeline.observing import Watched, observe, open_recording
from onlooker.pipeline.reading import Allowance, Looking, Reading
from onlooker.pipeline.session import read_session, told_by_rules
from onlooker.pipeline.summarizing import ASKS, transcript_of

__all__ = [
    "ASKS",
    "LOOK_TOKENS",
    "RULING_TOKENS",
    "SUMMARY_TOKENS",
    "Allowance",
    "Foreseen",
    "Looking",
    "PatternsForeseen",
    "Reading",
    "Watched",
    "discover_patterns",
    "foresee",
    "foresee_patterns",
    "observe",
    "open_recording",
    "read_session",
    "summaries_ahead",
    "told_by_rules",
    "transcript_of",
]
