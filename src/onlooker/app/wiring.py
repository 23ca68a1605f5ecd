"""Which edges serve which settings, named once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onlooker import config, decode
from onlooker.app.browsers import browser_of
from onlooker.app.product import product
from onlooker.clip import LookLimits
from onlooker.detect import DEFAULT, PRESETS, Preset
from onlooker.errors import SettingError
from onlooker.pipeline import Looking
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

    @property
    def limits(self) -> LookLimits:
        return LookLimits(session_findings=self.settings.clips_per_session, run_findings=self.settings.clips_per_run)

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


def wire(*, model: str | None = None, budget: float | None = None, preset: str | None = None, context: str = "", connect: bool = True) -> Wired:
    """Settings from the environment with these on top. Raises SettingError before anything is read or spent."""
    settings = config.load(model=model, budget=budget, preset=preset)
    if not connect:
        _check(settings)
        return Wired(settings=settings, preset=preset_of(settings.preset), model=None, context=_context(settings, context))
    return wired(settings, context=context)


def wired(settings: config.Settings, *, context: str = "", blobs: Blobs | None = None, replies: ReplyStore | None = None) -> Wired:
    """`blobs` and `replies` are where media and cached replies are kept, by default as the settings say. Raises SettingError."""
    return Wired(
        settings=settings,
        preset=preset_of(settings.preset),
        model=_connected(settings, blobs, replies),
        context=_context(settings, context),
        looking=_looking(settings, blobs),
    )


def _context(settings: config.Settings, given: str) -> str:
    return given or (product(settings.context, named_by="ONLOOKER_CONTEXT") if settings.context else "")


def _check(settings: config.Settings) -> None:
    """Raises SettingError for a model that nobody could ask, also where none is asked. A key is not looked for."""
    from onlooker.llm import check_provider  # noqa: PLC0415
    from onlooker.stores import ReplyFolder  # noqa: PLC0415

    for choice in (settings.choice(), settings.fallback()):
        if choice is not None and choice.provider == "recorded":
            ReplyFolder.existing(Path(choice.model))
        elif choice is not None:
            check_provider(choice)


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


def _connected(settings: config.Settings, blobs: Blobs | None, replies: ReplyStore | None) -> Model | None:
    choice = settings.choice()
    if choice is None:
        return None
    from onlooker.llm import connect  # noqa: PLC0415 - a rules-only run never loads the model's clients
    from onlooker.stores import ReplyFolder  # noqa: PLC0415

    return connect(
        choice,
        fallback=settings.fallback(),
        budget_usd=settings.budget,
        cache=(replies or ReplyFolder(settings.replies)) if settings.cache else None,
        record=ReplyFolder(settings.record) if settings.record is not None else None,
        replay=ReplyFolder.existing(Path(choice.model)) if choice.provider == "recorded" else None,
        blobs=(blobs or kept_blobs(settings)).get,
    )
