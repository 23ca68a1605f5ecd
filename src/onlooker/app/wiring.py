"""Which edges serve which settings, named once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onlooker import config, decode
from onlooker.app.browsers import browser_of
from onlooker.app.product import product
from onlooker.app.weighing import Weigher, weigher_of
from onlooker.clip import LookLimits
from onlooker.detect import DEFAULT, PRESETS, Preset
from onlooker.errors import SettingError
from onlooker.llm import LocalPurse, Purse
from onlooker.pipeline import Allowance, Looking, Reading
from onlooker.ports import Model, ReplyStore, Source

if TYPE_CHECKING:
    from onlooker.stores import Blobs

Paths = str | Path | Sequence[str | Path]
"""One file, folder or glob, or several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wired:
    """What one run works with. `model` None: rules alone; `looking` None: by screen text alone."""

    settings: config.Settings
    preset: Preset
    model: Model | None
    context: str
    looking: Looking | None = None
    weigher: Weigher | None = None
    """Foresees what the calls take; None where there are none."""
    purse: Purse | None = None
    """Holds the run's budget; None without one."""

    @property
    def limits(self) -> LookLimits:
        return LookLimits(session_findings=self.settings.clips_per_session, run_findings=self.settings.clips_per_run)

    def reading(self, model: Model | None, allowance: Allowance) -> Reading:
        """How one session is read with `model`, the run's own or what stands for it, within what one session may cost."""
        lineup, cap = self.settings.lineup(), self.settings.budget_per_session
        if model is not None and lineup is not None and cap is not None:
            from onlooker.llm import session_capped  # noqa: PLC0415

            model = session_capped(model, cap, lineup)
        return Reading(
            preset=self.preset,
            model=model,
            context=self.context,
            describe_first=self.settings.describe_first,
            calm_by_rules=self.settings.summarize == "troubled",
            weigh=self.weigher,
            looking=self.looking,
            limits=self.limits,
            allowance=allowance,
        )

    def close(self) -> None:
        if self.looking is not None:
            self.looking.renderer.close()


def source_of(paths: Paths) -> Source:
    from onlooker.sources import FileSource  # noqa: PLC0415 - only commands that read recordings need it

    return FileSource([paths] if isinstance(paths, str | Path) else paths, decode)


def preset_of(name: str) -> Preset:
    """Raises SettingError with the names there are."""
    if name == DEFAULT.name:
        return DEFAULT
    try:
        return PRESETS[name]
    except KeyError:
        raise SettingError(f"no preset {name!r}; there are {', '.join(PRESETS)}") from None


def wire(
    *,
    model: str | None = None,
    look_model: str | None = None,
    budget: float | None = None,
    budget_per_session: float | None = None,
    preset: str | None = None,
    context: str = "",
    connect: bool = True,
) -> Wired:
    """Settings from the environment with these on top. Raises SettingError before anything is read or spent."""
    settings = config.load(model=model, look_model=look_model, budget=budget, budget_per_session=budget_per_session, preset=preset)
    if not connect:
        _check(settings)
        return Wired(
            settings=settings,
            preset=preset_of(settings.preset),
            model=None,
            context=_context(settings, context),
            weigher=weigher_of(settings, kept_blobs(settings)),
        )
    return wired(settings, context=context)


def wired(
    settings: config.Settings,
    *,
    context: str = "",
    blobs: Blobs | None = None,
    replies: ReplyStore | None = None,
    purse: Purse | None = None,
) -> Wired:
    """`blobs` and `replies` are where media and cached replies are kept, by default as the settings say; `purse` holds the budget where several
    processes share it. Raises SettingError."""
    if purse is None and settings.budget is not None:
        purse = LocalPurse(settings.budget)
    return Wired(
        settings=settings,
        preset=preset_of(settings.preset),
        model=_connected(settings, blobs, replies, purse),
        context=_context(settings, context),
        looking=_looking(settings, blobs),
        weigher=weigher_of(settings, blobs or kept_blobs(settings)),
        purse=purse,
    )


def _context(settings: config.Settings, given: str) -> str:
    return given or (product(settings.context, named_by="ONLOOKER_CONTEXT") if settings.context else "")


def _check(settings: config.Settings) -> None:
    """Raises SettingError for a model that nobody could ask, also where none is asked. A key is not looked for."""
    from onlooker.llm import check_batch, check_provider  # noqa: PLC0415
    from onlooker.stores import ReplyFolder  # noqa: PLC0415

    lineup = settings.lineup()
    for choice in lineup.all if lineup is not None else ():
        if choice.provider == "recorded":
            ReplyFolder.existing(Path(choice.model))
        else:
            check_provider(choice)
    if lineup is not None and settings.batch:
        check_batch(lineup.reads)


def _looking(settings: config.Settings, blobs: Blobs | None) -> Looking | None:
    """None where clips are off or no browser is there. Starts nothing yet."""
    program = browser_of(settings) if settings.clips != "off" else None
    if program is None:
        return None
    from onlooker.renderers import Chromium  # noqa: PLC0415 - the encoder loads only where something is rendered

    kept = blobs or kept_blobs(settings)
    return Looking(renderer=Chromium(program, workers=settings.renderers), blobs=kept, notes=kept)


def kept_blobs(settings: config.Settings) -> Blobs:
    from onlooker.stores import open_blobs  # noqa: PLC0415

    return open_blobs(settings.blob_place)


def _connected(settings: config.Settings, blobs: Blobs | None, replies: ReplyStore | None, purse: Purse | None) -> Model | None:
    lineup = settings.lineup()
    if lineup is None:
        return None
    kept = blobs or kept_blobs(settings)
    recorded = [Path(choice.model) for choice in lineup.all if choice.provider == "recorded"]
    from onlooker.llm import connect  # noqa: PLC0415 - a rules-only run never loads the model's clients
    from onlooker.stores import ReplyFolder  # noqa: PLC0415

    return connect(
        lineup.reads,
        looks=lineup.looks,
        fallback=lineup.fallback,
        purse=purse,
        cache=(replies or ReplyFolder(settings.replies)) if settings.cache else None,
        record=ReplyFolder(settings.record) if settings.record is not None else None,
        replay=ReplyFolder.existing(recorded[0]) if recorded else None,
        blobs=kept.get,
        batched=kept if settings.batch else None,
    )
