"""One element told twice, by the replayed document and by the product event: what the document leaves open the event fills in."""

from __future__ import annotations

from dataclasses import replace

from onlooker.domain.screen import Element


def enriched(seen: Element | None, told: Element | None) -> Element | None:
    """`seen` stands where both know. The label of another element is not taken over: a press inside a button is told from the button
    by some libraries, which then names it better than an empty icon does."""
    if seen is None or told is None:
        return seen if told is None else told
    return replace(
        seen,
        label=seen.label or told.label,
        role=seen.role or (told.role if seen.tag == told.tag else ""),
        ref=seen.ref or told.ref,
        href=seen.href or told.href,
        type=seen.type or (told.type if seen.tag == told.tag else ""),
        name=seen.name or (told.name if seen.tag == told.tag else ""),
        disabled=seen.disabled or told.disabled,
        interactive=told.interactive if seen.interactive is None else seen.interactive,
        in_dialog=seen.in_dialog or told.in_dialog,
        classes=seen.classes or (told.classes if seen.tag == told.tag else ()),
    )


def same_target(one: Element | None, other: Element | None) -> bool:
    """Whether two tellings speak of one element, as far as names tell; unknown ones never do."""
    if one is None or other is None:
        return False
    if one.ref and one.ref == other.ref:
        return True
    return one.tag == other.tag and bool(one.name) and one.name == other.name


def other_target(one: Element | None, other: Element | None) -> bool:
    """Whether two tellings surely speak of different elements. Without a name or an id a ref is only a way to say where it stands."""
    if one is None or other is None:
        return False
    named = one.name != other.name if one.name and other.name else False
    identified = "#" in one.ref and "#" in other.ref and ">" not in one.ref + other.ref and one.ref != other.ref
    return one.tag != other.tag or named or identified
