"""What is set up, what is missing, and how to get it."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import metadata

from onlooker import config
from onlooker.app.seeing import seeing
from onlooker.app.wiring import wire
from onlooker.domain.model_choice import ModelChoice
from onlooker.domain.run import Check, CheckState
from onlooker.errors import SettingError


def doctor() -> tuple[Check, ...]:
    """Looks only; changes nothing and calls nobody. The browser is started for half a second."""
    return (_python(), _version(), *_model(), _home(), *_seeing())


def _python() -> Check:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Check(name="Python", state=CheckState.READY, detail=found)


def _version() -> Check:
    return Check(name="Onlooker", state=CheckState.READY, detail=metadata.version("onlooker"))


def _model() -> tuple[Check, ...]:
    try:
        settings = wire(connect=False).settings
        lineup = settings.lineup()
    except SettingError as error:
        return (Check(name="Settings", state=CheckState.MISSING, detail=str(error), remedy="see docs/settings.md"),)
    if lineup is None:
        detail = "none: the rules read every session, nothing leaves this machine"
        return (Check(name="Model", state=CheckState.OPTIONAL, detail=detail, remedy="set ONLOOKER_MODEL, such as google:gemini-2.5-flash"),)
    looks = () if lineup.looks is None else _asked("Look model", lineup.looks)
    return (*_asked("Model", lineup.reads), *looks)


def _asked(name: str, choice: ModelChoice) -> tuple[Check, ...]:
    from onlooker.llm import context_tokens, missing_key, price  # noqa: PLC0415
    from onlooker.llm.prices import how_to_price  # noqa: PLC0415

    missing = missing_key(choice)
    known = price(choice.name, 1, 1, choice.rates) is not None
    return (
        Check(name=name, state=CheckState.READY, detail=f"{choice.name}, reads {context_tokens(choice):,} tokens"),
        Check(name="Key", state=CheckState.MISSING, detail="not set", remedy=missing)
        if missing
        else Check(name="Key", state=CheckState.READY, detail="set"),
        Check(name="Price", state=CheckState.READY, detail="known")
        if known
        else Check(name="Price", state=CheckState.OPTIONAL, detail="unknown", remedy=how_to_price(choice.name)),
    )


def _home() -> Check:
    try:
        home = config.load().home
    except SettingError:
        home = config.default_home()
    place = next((path for path in (home, *home.parents) if path.exists()), home)
    if os.access(place, os.W_OK):
        free = shutil.disk_usage(place).free
        return Check(name="Home folder", state=CheckState.READY, detail=f"{home} ({free / 1e9:.0f} GB free)")
    return Check(name="Home folder", state=CheckState.MISSING, detail=f"{home} cannot be written", remedy="set ONLOOKER_HOME to a folder of yours")


def _seeing() -> tuple[Check, ...]:
    try:
        settings = config.load()
    except SettingError:
        return ()  # told above
    return tuple(seeing(settings))
