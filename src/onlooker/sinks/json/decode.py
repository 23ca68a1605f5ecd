"""JSON text back to reports, patterns and what else a run says."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from onlooker.domain.pattern import PatternReport
from onlooker.domain.report import SCHEMA, FailedSession, SessionReport
from onlooker.errors import InputError
from onlooker.sinks.json.pattern_shape import PatternsShape
from onlooker.sinks.json.patterns_restored import restored_patterns
from onlooker.sinks.json.restored import restored_failure, restored_session
from onlooker.sinks.json.run_restored import RunFacts, restored_facts
from onlooker.sinks.json.run_shape import RunShape
from onlooker.sinks.json.shape import FailedShape, SessionShape


class _Head(msgspec.Struct):
    """Enough to tell what a JSON object is before it is read whole."""

    schema: int
    session_id: str
    failed: str | None = None


def decode_reports(text: bytes, place: str) -> Iterator[SessionReport | FailedSession]:
    """One report, or JSON Lines of them. Raises InputError, which names the place and what to do."""
    try:
        yield _decode(text, place)
    except msgspec.DecodeError as whole:
        lines = [line for line in text.splitlines() if line.strip()]
        if isinstance(whole, msgspec.ValidationError) or len(lines) < 2:
            raise _unusable(place, whole) from None
        try:
            yield from [_decode(line, place) for line in lines]
        except msgspec.DecodeError as broken:
            raise _unusable(place, broken) from None


def decode_patterns(text: bytes, place: str) -> PatternReport:
    """Raises InputError, which names the place and what to do; so does the next."""
    try:
        return restored_patterns(msgspec.json.decode(text, type=PatternsShape))
    except (msgspec.DecodeError, RecursionError, ValueError) as wrong:
        raise _not_of_a_run(place, wrong) from None


def decode_facts(text: bytes, place: str) -> RunFacts:
    try:
        return restored_facts(msgspec.json.decode(text, type=RunShape))
    except (msgspec.DecodeError, RecursionError, ValueError) as wrong:
        raise _not_of_a_run(place, wrong) from None


def _decode(text: bytes, place: str) -> SessionReport | FailedSession:
    try:
        head = msgspec.json.decode(text, type=_Head)
    except RecursionError:
        raise msgspec.DecodeError("nested too deep") from None
    if head.schema != SCHEMA:
        raise InputError(f"{place}: the report has form {head.schema}, this Onlooker reads form {SCHEMA}; use the Onlooker that wrote it")
    if head.failed is not None:
        return restored_failure(msgspec.json.decode(text, type=FailedShape))
    form = msgspec.json.decode(text, type=SessionShape)
    try:
        return restored_session(form)
    except ValueError as wrong:
        raise InputError(f"{place}: a damaged report ({wrong}); write it again with: onlooker watch RECORDING --out DIR") from None


def _not_of_a_run(place: str, why: Exception) -> InputError:
    told = "nested too deep" if isinstance(why, RecursionError) else why
    return InputError(f"{place}: a damaged report ({told}); write it again with: onlooker watch RECORDINGS --out DIR")


def _unusable(place: str, why: msgspec.DecodeError) -> InputError:
    return InputError(f"{place}: not a report of Onlooker ({why}); to read a recording: onlooker watch {place}")
