"""Troubles that are one problem beyond doubt: same signature, same failures behind the screen. What is joined is made of these."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from onlooker.discover.families import family_of
from onlooker.discover.group import Suffered, distinct
from onlooker.discover.machine import endpoint, gateway, is_call, thrown_what
from onlooker.discover.named import codes
from onlooker.discover.said import comparable, words
from onlooker.discover.siblings import widen
from onlooker.domain.pattern import Examined

_BEGUN = 12
"""Letters of the beginning of a line that make it known again."""
_Calls = frozenset[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Atom:
    """`page` is as wide as siblings allow; `calls` are (endpoint, how it ended); `thrown` lines of exceptions. What nobody noticed elsewhere is in
    neither. `control` as in `Trouble`; `form`: what was sent was refused."""

    suffered: tuple[Suffered, ...]
    family: str
    site: str
    page: str
    act: str
    calls: _Calls
    thrown: frozenset[str]
    control: str = ""
    form: bool = False

    @property
    def signature(self) -> str:
        return self.suffered[0].trouble.signature

    @property
    def order(self) -> tuple[str, ...]:
        """The same whatever order the sessions came in."""
        return (self.signature, *sorted(f"{one.session_id} {one.trouble.finding_id}" for one in self.suffered))

    @cached_property
    def sessions(self) -> frozenset[str]:
        return frozenset(one.session_id for one in self.suffered)

    @cached_property
    def messages(self) -> tuple[str, ...]:
        return tuple(sorted({text for one in self.suffered for text in one.trouble.said.split(" | ") if text}))

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """The most telling message of each trouble."""
        return tuple(sorted({lead for one in self.suffered if (lead := one.trouble.said.partition(" | ")[0])}))

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(gateway(code) for one in self.suffered for code in codes(one.trouble.raw_said))

    @cached_property
    def sought(self) -> frozenset[str]:
        return words(" ".join(term for one in self.suffered for term in one.trouble.sought))

    @cached_property
    def among(self) -> frozenset[str]:
        return frozenset(page for one in self.suffered for page in one.trouble.among)

    @cached_property
    def came_to(self) -> frozenset[str]:
        return frozenset(one.trouble.among[-1] for one in self.suffered if one.trouble.among)


def atoms(examined: Iterable[Examined]) -> tuple[Atom, ...]:
    """Each reported trouble in exactly one, in an order of their own. A session that comes twice counts once; sessions without any trouble change
    nothing."""
    sessions = [one for one in distinct(examined) if one.troubles]
    ambient = _ambient(sessions)
    wide = widen([*(f"{one.site}{page}" for page in one.path), *(f"{of.site}{of.page}" for of in one.troubles)] for one in sessions)
    found: dict[tuple[object, ...], list[Suffered]] = defaultdict(list)
    shapes: dict[tuple[object, ...], Atom] = {}
    for one in sessions:
        for trouble in one.troubles:
            suffered = Suffered(session_id=one.session_id, trouble=trouble)
            shape = _atom(suffered, ambient, wide)
            alone = one.session_id if shape.family == "astray" else ""  # where users ended tells little of what they looked for
            key = (trouble.signature, shape.act, shape.control, shape.form, shape.calls, shape.thrown, alone)
            shapes.setdefault(key, shape)
            found[key].append(suffered)
    whole = [replace(shape, suffered=tuple(found[key])) for key, shape in shapes.items()]
    return tuple(sorted(whole, key=lambda atom: atom.order))


def _atom(suffered: Suffered, ambient: Callable[[str], bool], wide: Callable[[str], str]) -> Atom:
    trouble = suffered.trouble
    telling = [line for line in trouble.machine if not ambient(line)]
    return Atom(
        suffered=(suffered,),
        family=family_of(trouble.symptom, trouble.rules, trouble.said),
        site=trouble.site,
        page=wide(f"{trouble.site}{trouble.page}"),
        act=comparable(trouble.act),
        calls=frozenset(endpoint(line) for line in telling if is_call(line)),
        thrown=frozenset(line for line in telling if not is_call(line)),
        control=trouble.control,
        form="refused_form" in trouble.rules,
    )


def _ambient(sessions: Sequence[Examined]) -> Callable[[str], bool]:
    """Whether a line stands unnoticed in at least as many sessions as it is part of a trouble."""
    part: Counter[str] = Counter(line for one in sessions for line in {line for trouble in one.troubles for line in trouble.machine})
    unnoticed: Counter[str] = Counter()
    for one in sessions:
        for quiet in set(one.ambient):
            unnoticed[quiet] += 1

    def ambient(line: str) -> bool:
        return sum(count for quiet, count in unnoticed.items() if _same(quiet, line)) >= part[line]

    return ambient


def _same(quiet: str, line: str) -> bool:
    """The title of a noise is cut, and names neither method nor file."""
    if is_call(quiet) or is_call(line):
        return is_call(quiet) and is_call(line) and endpoint(quiet) == endpoint(line)
    what, begun = thrown_what(line), thrown_what(quiet).rstrip("…").strip()
    return what == thrown_what(quiet) or (len(begun) >= _BEGUN and what.startswith(begun))
