"""Reports to JSON text. The same report gives the same bytes: keys in the order of the form, maps sorted, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from onlooker.domain.pattern import PatternReport
from onlooker.domain.report import FailedSession, RunReport, SessionReport
from onlooker.sinks.json.patterns_shaped import patterns_shape
from onlooker.sinks.json.run_shaped import run_shape
from onlooker.sinks.json.shaped import failed_shape, session_shape
from onlooker.sinks.media import NO_FILES


def encode_session(report: SessionReport | FailedSession, files: Mapping[str, str] = NO_FILES) -> str:
    """One session on one line. A session that failed has `failed` in place of findings. `files` has a path beside the report for each blob
    that was written there."""
    return _encode(session_shape(report, files) if isinstance(report, SessionReport) else failed_shape(report))


def encode_pretty(report: SessionReport | FailedSession, files: Mapping[str, str] = NO_FILES) -> str:
    """The same for a person: indented, with a final line break."""
    return msgspec.json.format(encode_session(report, files), indent=2) + "\n"


def encode_run(run: RunReport) -> str:
    """JSON Lines: one session a line, those that failed at the end."""
    lines = [encode_session(session) for session in run.sessions] + [encode_session(failed) for failed in run.failed]
    return "".join(line + "\n" for line in lines)


def encode_patterns(found: PatternReport) -> str:
    """Indented, with a final line break; so is the next."""
    return msgspec.json.format(_encode(patterns_shape(found)), indent=2) + "\n"


def encode_facts(run: RunReport, names: Sequence[str]) -> str:
    """What a run says besides its sessions and patterns. `names` are those of the sessions' files, those that failed last."""
    return msgspec.json.format(_encode(run_shape(run, names)), indent=2) + "\n"


def render_json(report: RunReport | SessionReport) -> str:
    """A run as JSON Lines, one session indented."""
    return encode_run(report) if isinstance(report, RunReport) else encode_pretty(report)


def _encode(form: Struct) -> str:
    try:
        return msgspec.json.encode(form).decode()
    except UnicodeEncodeError:  # a page's text may hold half a surrogate pair, which UTF-8 has no bytes for
        return msgspec.json.encode(_mended(msgspec.to_builtins(form))).decode()


def _mended(value: object) -> object:
    """Half surrogate pairs as `?`. Recursion is bounded by the form's own depth."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    return value
