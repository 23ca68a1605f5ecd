"""Product events that stand for themselves: forms sent, other tools' hints, the team's own events, pages left.

What tells of a press, a field, a page or an error is woven elsewhere; the library's bookkeeping is counted and left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onlooker.domain.timeline import Click, Hinted, Left, Submitted, Tracked
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.elements_chain import chain_element
from onlooker.merge.material import Material, Sent
from onlooker.merge.targets import enriched
from onlooker.merge.untrusted import text, whole

_ELSEWHERE = frozenset({"$pageview", "$exception"})
_PRESSES = frozenset({"click", "touch", "tap", "change"})
_HINTS = frozenset({"$rageclick", "$dead_click"})
_ABOUT_MS = 15_000
"""A hint speaks of a press at most this long ago; a stated time further off comes from another clock."""
_SAME_MS = 60
_NEIGHBOURS = 8
_MOST_PROPERTIES = 20
_LONGEST_VALUE = 200


def product(material: Material, clicks: Sequence[Draft]) -> Strand:
    drafts: list[Draft] = []
    dropped: Counter[str] = Counter()
    presses = _presses(clicks)
    for sent in material.sent:
        name = sent.event.name
        kind = text(sent.event.properties.get("$event_type"))
        if name in _ELSEWHERE or (name == "$autocapture" and kind in _PRESSES):
            continue
        if name == "$autocapture" and kind == "submit":
            drafts.append(_draft(sent, Submitted(target=chain_element(sent.event.elements_chain))))
        elif name in _HINTS:
            drafts.append(_hint(sent, presses.get(sent.window, ()), material))
        elif name == "$pageleave":
            drafts.append(_draft(sent, Left(url=sent.url)))
        elif name.startswith("$") or not name:
            dropped[name[:80] or "event without a name"] += 1
        else:
            drafts.append(_draft(sent, Tracked(name=name[:200], properties=_plain(sent.event.properties))))
    return Strand(drafts=tuple(drafts), dropped=dropped)


def _draft(sent: Sent, detail: Submitted | Hinted | Left | Tracked) -> Draft:
    return Draft(at_ms=sent.at_ms, end_ms=sent.at_ms, window=sent.window, detail=detail, events=(sent.event.id,))


def _presses(clicks: Sequence[Draft]) -> Mapping[int, Sequence[Draft]]:
    found: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in sorted(clicks, key=lambda draft: draft.at_ms):
        found[draft.window].append(draft)
    return found


def _hint(sent: Sent, presses: Sequence[Draft], material: Material) -> Draft:
    """The press it speaks of gives the element, as the timeline knows it; the hint never stands before it."""
    stated = whole(sent.event.properties.get("$dead_click_event_timestamp"))
    about_ms = sent.at_ms if stated is None else stated + material.skew_ms - material.started_at
    if abs(about_ms - sent.at_ms) > _ABOUT_MS or not 0 <= about_ms <= material.duration_ms:
        about_ms = sent.at_ms
    near = presses[bisect_left(presses, about_ms - _SAME_MS, key=lambda draft: draft.at_ms) :][:_NEIGHBOURS]
    press = min(near, key=lambda draft: abs(draft.at_ms - about_ms), default=None)
    told = chain_element(sent.event.elements_chain)
    if press is None or abs(press.at_ms - about_ms) > _SAME_MS or not isinstance(press.detail, Click):
        return _draft(sent, Hinted(name=sent.event.name, target=told, about_ms=about_ms))
    detail = Hinted(name=sent.event.name, target=enriched(press.detail.target, told), about_ms=press.at_ms)
    return replace(_draft(sent, detail), at_ms=max(sent.at_ms, press.at_ms), end_ms=max(sent.at_ms, press.at_ms))


def _plain(properties: Mapping[str, object]) -> Mapping[str, str]:
    """The team's own plain values as text, in the order of their names; lists, objects and the library's keys left out."""
    kept: dict[str, str] = {}
    for key in sorted(properties):
        value = properties[key]
        if key.startswith("$") or key in ("token", "distinct_id") or len(kept) == _MOST_PROPERTIES:
            continue
        if isinstance(value, str):
            kept[key[:80]] = text(value, _LONGEST_VALUE)
        elif isinstance(value, bool):
            kept[key[:80]] = "true" if value else "false"
        elif isinstance(value, float) or whole(value) is not None:
            kept[key[:80]] = str(value)[:40]
    return kept
