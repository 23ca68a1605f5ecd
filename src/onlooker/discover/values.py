"""An examined session as plain values, for a catalogue to keep, and whole again from whatever it gives back."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from onlooker.domain.finding import FindingKind
from onlooker.domain.pattern import Examined, Trouble

_LARGEST = 2**53
_Values = Mapping[str, object]


def examined_values(examined: Examined) -> dict[str, object]:
    """JSON values only."""
    values: dict[str, object] = msgspec.to_builtins(examined)
    return values


def examined_of(values: _Values) -> Examined:
    """Total: what is missing or of another type is as good as empty, and a trouble without an id or a signature is none."""
    success = values.get("success")
    return Examined(
        session_id=_text(values, "session_id"),
        user=_text(values, "user"),
        started_at=_number(values, "started_at"),
        duration_ms=_number(values, "duration_ms"),
        active_ms=_number(values, "active_ms"),
        release=_text(values, "release"),
        goal=_text(values, "goal"),
        success=success if isinstance(success, bool) else None,
        outcome=_text(values, "outcome"),
        path=_texts(values, "path"),
        acts=_texts(values, "acts"),
        troubles=tuple(trouble for one in _list(values, "troubles") if isinstance(one, dict) and (trouble := _trouble(one)) is not None),
        ambient=_texts(values, "ambient"),
        site=_text(values, "site"),
    )


def _trouble(values: _Values) -> Trouble | None:
    finding_id, signature = _text(values, "finding_id"), _text(values, "signature")
    if not (finding_id and signature):
        return None
    kinds = {kind.value: kind for kind in FindingKind}
    return Trouble(
        finding_id=finding_id,
        kind=kinds.get(_text(values, "kind"), FindingKind.CONFUSION),
        symptom=_text(values, "symptom"),
        title=_text(values, "title"),
        description=_text(values, "description"),
        blocking=values.get("blocking") is True,
        confirmed=values.get("confirmed") is True,
        at_ms=_number(values, "at_ms"),
        end_ms=_number(values, "end_ms"),
        page=_text(values, "page"),
        act=_text(values, "act"),
        said=_text(values, "said"),
        raw_said=_text(values, "raw_said"),
        signature=signature,
        rules=_texts(values, "rules"),
        machine=_texts(values, "machine"),
        saw=_text(values, "saw"),
        reason=_text(values, "reason"),
        site=_text(values, "site"),
        sought=_texts(values, "sought"),
        among=_texts(values, "among"),
        before=_texts(values, "before"),
        after=_texts(values, "after"),
        keys=_texts(values, "keys"),
        control=_text(values, "control"),
    )


def _text(values: _Values, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _number(values: _Values, key: str) -> int:
    value = values.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST else 0


def _list(values: _Values, key: str) -> list[object]:
    value = values.get(key)
    return list(value) if isinstance(value, list | tuple) else []


def _texts(values: _Values, key: str) -> tuple[str, ...]:
    return tuple(text for text in _list(values, key) if isinstance(text, str))
