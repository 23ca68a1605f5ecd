"""What a face asks of a run: where its sessions are, which of them, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onlooker import config
from onlooker.app.picking import Picked, told_first
from onlooker.app.run_order import Order
from onlooker.app.selecting import selection
from onlooker.app.wiring import wired
from onlooker.domain.selection import Selection
from onlooker.errors import InputError, SettingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A selection as it is typed; docs/selection.md tells what each may be."""

    since: str | None = None
    until: str | None = None
    users: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    min_duration: str | None = None
    max_duration: str | None = None
    min_active: str | None = None
    internal_users: tuple[str, ...] = ()
    internal_domains: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    skip_automated: bool = False
    strategy: str | None = None
    sample: int | None = None
    seed: int = 0
    focus: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAsked:
    """`places` are files, folders or globs of the machine that serves. What is None is as the settings there say; budgets in USD. `words` None: all
    sessions."""

    places: tuple[str, ...]
    words: Words | None = None
    context: str = ""
    model: str | None = None
    look_model: str | None = None
    budget: float | None = None
    budget_per_session: float | None = None
    preset: str | None = None

    def settings(self) -> config.Settings:
        """Raises SettingError."""
        return config.load(
            model=self.model, look_model=self.look_model, budget=self.budget, budget_per_session=self.budget_per_session, preset=self.preset
        )

    def selection(self) -> Selection | None:
        """Raises SettingError."""
        return _selection(self.words)


def _selection(words: Words | None) -> Selection | None:
    if words is None:
        return None
    return selection(
        since=words.since or None,
        until=words.until or None,
        users=words.users,
        pages=words.pages,
        events=words.events,
        releases=words.releases,
        min_duration=words.min_duration or None,
        max_duration=words.max_duration or None,
        min_active=words.min_active or None,
        internal_users=words.internal_users,
        internal_domains=words.internal_domains,
        keep=words.keep,
        skip_automated=words.skip_automated,
        strategy=words.strategy or None,
        sample=words.sample,
        seed=words.seed,
        focus=words.focus,
    )


def order_of(asked: RunAsked, *, roots: Sequence[Path] | None, within: bool = True) -> Mapping[str, object]:
    """All that a process needs to do it, as plain values. Whatever is wrong with it is said here. `roots`: the folders that may be read, None for
    any, and then any model may be asked too; not `within`: what is read was brought in before. Raises InputError."""
    if not [place for place in asked.places if place.strip()]:
        raise InputError("a run needs a place to look in: give a file, a folder or a glob")
    for place in asked.places if within else ():
        check_place(place, roots)
    if roots is not None:
        _check_models(asked)
    chosen, settings = asked.selection(), asked.settings()
    made = wired(settings, context=told_first(asked.context, chosen))  # a model without a key, a browser that is not there
    try:
        order = Order(
            places=asked.places,
            found=Picked(sessions=()),
            context=made.context,
            focus=chosen.focus if chosen is not None else "",
            selection=chosen.plain() if chosen is not None else {},
        )
        return order.asked(settings)
    finally:
        made.close()


def _check_models(asked: RunAsked) -> None:
    """Raises SettingError for a model by an address of its own, or of a folder: where recordings are sent, and what is read here, is for whoever runs
    the server to say. One that the settings name is nobody's choice here."""
    machine = config.load()
    for name in (asked.model, asked.look_model):
        if name and name not in (machine.model, machine.look_model) and ("@" in name or name.partition(":")[0] == "recorded"):
            raise SettingError(f"{name}: a model by its own address, or of recorded replies, is named in ONLOOKER_MODEL where the server is started")


def check_place(place: str, roots: Sequence[Path] | None) -> None:
    """Raises SettingError for a place outside the folders that may be read, and for what names none at all."""
    beginning = Path(place[: next((at for at, one in enumerate(place) if one in "*?["), len(place))] or ".")
    try:
        there = beginning.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL, half of a surrogate pair
        raise SettingError(f"{place!r} is no place: give a file, a folder or a glob") from None
    if roots is None:
        return
    if ".." in Path(place).parts or not any(there.is_relative_to(root.resolve()) for root in roots):
        told = ", ".join(map(str, roots)) or "none: start the server with --places FOLDER"
        raise SettingError(f"{place} is not in a folder that runs may read ({told})")
