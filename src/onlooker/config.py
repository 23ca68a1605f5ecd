"""Every setting, read from the environment and from what a command was given. docs/settings.md tells the same in one table.

Keys are not settings: they stay under their providers' own names and are read where a client is made.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from onlooker.domain.captured import CaptureLimits, KeepAddress
from onlooker.domain.model import Sees
from onlooker.domain.model_choice import Lineup, ModelChoice, Rates, ReplyForm, Thinking, parse_choice, parse_prices
from onlooker.errors import SettingError

PREFIX = "ONLOOKER_"


def default_home() -> Path:
    """Where this user's programs keep what is theirs. Not among the caches, which people clear: what the team said of patterns is in here too."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "onlooker"
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    return Path(given) / "onlooker" if given else Path.home() / ".local" / "share" / "onlooker"


class Settings(BaseSettings):
    """`ONLOOKER_MODEL` sets `model`, and so on. A value from the command line wins over the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    model: str = Field(default="none", description="the model to ask, `provider:name` or `provider:name@address`; `none`: rules only")
    base_url: str = Field(default="", description="address of the model's server, for a model that carries none")
    look_model: str = Field(
        default="", description="the model for what was on the screen and what recurs, `provider:name` or with its address; empty: the same"
    )
    fallback_model: str = Field(default="none", description="a second model for when the first gives no answer")
    concurrency: int = Field(default=4, ge=1, le=64, description="how many sessions are read, and calls made, at once")
    requests_per_minute: int = Field(default=0, ge=0, description="most calls a minute to one model; 0: no limit of ours")
    timeout_s: float = Field(default=300.0, gt=0, le=86_400, allow_inf_nan=False, description="seconds to wait for one whole reply")
    thinking: Thinking = Field(default=Thinking.LOW, description="how much a reasoning model may reason: default, off, minimal, low, medium, high")
    reply_form: ReplyForm = Field(default=ReplyForm.AUTO, description="how a reply's schema travels: auto, native, tool, prompted")
    context_tokens: int = Field(default=0, ge=0, description="how many tokens the model reads; 0: what is known of it")
    sees: Literal["auto", "video", "images", "text"] = Field(
        default="auto", description="what the model takes besides text: video, images or text (nothing); auto: what is known of it"
    )
    describe_first: bool = Field(
        default=False, description="have a clip described in a call of its own, before the model is told what is suspected; the pictures travel twice"
    )
    price_input: float | None = Field(
        default=None, ge=0, allow_inf_nan=False, description="USD per million tokens the model reads, when no price is known"
    )
    price_output: float | None = Field(default=None, ge=0, allow_inf_nan=False, description="USD per million tokens it writes")
    prices: str = Field(
        default="", description="USD per million tokens read and written, by model: `provider:name=IN/OUT, …`; wins over what is known"
    )
    budget: float | None = Field(default=None, gt=0, allow_inf_nan=False, description="most USD one run may spend; it stops before crossing it")
    budget_per_session: float | None = Field(default=None, gt=0, allow_inf_nan=False, description="most USD the model calls of one session may cost")
    summarize: Literal["all", "troubled"] = Field(
        default="all", description="which sessions a model summarises: all, or those where something went wrong or the goal was not reached"
    )
    batch: bool = Field(default=False, description="put the summaries of many sessions in one batch, for half the price and an answer within a day")
    home: Path = Field(default_factory=default_home, description="folder for what is kept between runs")
    database_url: str = Field(
        default="", repr=False, description="where runs are written down: postgresql://…, or the path of a file; empty: a file in the home folder"
    )
    blobs: str = Field(
        default="", description="where recordings, clips and frames are kept: a folder or s3://bucket/prefix; empty: in the home folder"
    )
    engine: Literal["auto", "durable", "direct"] = Field(
        default="auto", description="durable: a run goes on where a kill cut it short; direct: nothing is kept; auto: direct for a single session"
    )
    cache: bool = Field(default=True, description="keep model replies in the home folder, so that the same question is never paid twice")
    record: Path | None = Field(default=None, description="folder to also write every model reply to, for `recorded:FOLDER` later")
    preset: str = Field(default="default", description="whose thresholds the detectors use")
    context: Path | None = Field(
        default=None, description="text file that says what the product is and what its users come for; a model reads it first"
    )

    browser: str = Field(default="", description="path or name of the Chromium that renders; empty: the first one found; `none`: never use one")
    clips: Literal["auto", "off"] = Field(default="auto", description="render clips of what looks wrong: auto, where a browser is found, or off")
    renderers: int = Field(default=0, ge=0, le=64, description="how many browsers render at once; 0: one for each core")
    clips_per_session: int = Field(default=5, ge=0, description="most findings of one session that are looked at")
    clips_per_run: int = Field(default=500, ge=0, description="most findings of one run that are looked at")

    capture_quiet_s: float = Field(default=300.0, gt=0, le=86_400, description="seconds without a word after which a captured session is read")
    capture_longest_s: float = Field(
        default=14_400.0, gt=0, le=604_800, description="seconds after which a captured session is read though it still goes on"
    )
    capture_request_mb: int = Field(default=16, ge=1, le=256, description="most MB of one captured request as sent; four times that unpacked")
    capture_session_mb: int = Field(default=256, ge=1, le=512, description="most MB of one captured session, unpacked, that may wait to be read")
    capture_inbox_mb: int = Field(default=10_000, ge=10, description="most MB of captured sessions that may wait to be read")
    capture_ip: KeepAddress = Field(
        default=KeepAddress.OFF,
        description="which address of who sends is kept with their events: off; connected, whoever is; forwarded, as the proxy before it tells",
    )

    @field_validator("home", "record", "context")
    @classmethod
    def _at_home(cls, path: Path | None) -> Path | None:
        return path if path is None else path.expanduser()

    @property
    def replies(self) -> Path:
        """Folder of the reply cache."""
        return self.home / "replies"

    @property
    def catalogue(self) -> str:
        """What `open_catalogue` takes. It may hold a password."""
        return self.database_url or str(self.home / "catalogue.db")

    @property
    def blob_place(self) -> str:
        """What `open_blobs` takes."""
        return self.blobs or str(self.home / "blobs")

    @property
    def inbox(self) -> Path:
        """Where what browsers send waits to be read."""
        return self.home / "inbox.db"

    @property
    def capture_limits(self) -> CaptureLimits:
        sent = self.capture_request_mb * 1_000_000
        return CaptureLimits(
            body=sent, batch=4 * sent, session=self.capture_session_mb * 1_000_000, inbox=self.capture_inbox_mb * 1_000_000, receiving=8 * sent
        )

    def choice(self) -> ModelChoice | None:
        """The model with its terms; None for none. Raises SettingError."""
        own = self._rates()
        return self._with_terms(parse_choice(self.model, self.base_url), rates=own, context_tokens=self.context_tokens, sees=self._sees())

    def looks(self) -> ModelChoice | None:
        """The model for looks, None where it is the same one. What it sees is set as for the other, whose address, price and context are its own.
        Raises SettingError."""
        choice = self._with_terms(parse_choice(self.look_model), rates=None, context_tokens=0, sees=self._sees())
        if choice is not None and parse_choice(self.model) is None:
            raise SettingError("ONLOOKER_LOOK_MODEL is asked besides ONLOOKER_MODEL, and that is `none`: name the model that reads the sessions")
        return choice if choice is not None and self.look_model.strip() != self.model.strip() else None

    def fallback(self) -> ModelChoice | None:
        """The second model. Address, price, context and sight are the first one's own, so they do not count here. Raises SettingError."""
        return self._with_terms(parse_choice(self.fallback_model), rates=None, context_tokens=0, sees=None)

    def lineup(self) -> Lineup | None:
        """Everybody a run may ask; None where it asks nobody. Raises SettingError."""
        reads, looks = self.choice(), self.looks()
        return Lineup(reads=reads, looks=looks, fallback=self.fallback()) if reads is not None else None

    def _with_terms(self, choice: ModelChoice | None, *, rates: Rates | None, context_tokens: int, sees: Sees | None) -> ModelChoice | None:
        if choice is None:
            return None
        return replace(
            choice,
            timeout_s=self.timeout_s,
            concurrency=self.concurrency,
            requests_per_minute=self.requests_per_minute,
            thinking=self.thinking,
            reply_form=self.reply_form,
            rates=parse_prices(self.prices).get(choice.name, rates),
            context_tokens=context_tokens,
            sees=sees,
        )

    def _sees(self) -> Sees | None:
        return None if self.sees == "auto" else Sees(self.sees)

    def _rates(self) -> Rates | None:
        if self.price_input is None and self.price_output is None:
            return None
        if self.price_input is None or self.price_output is None:
            raise SettingError("a price has two halves: set both ONLOOKER_PRICE_INPUT and ONLOOKER_PRICE_OUTPUT")
        return Rates(input=self.price_input, output=self.price_output)


def load(**given: object) -> Settings:
    """Settings from the environment, with what a command was `given` on top; a None in `given` is not given. Raises SettingError in one line."""
    try:
        return Settings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        value = "" if "url" in name else f", not {first['input']!r}"
        raise SettingError(f"{name} ({PREFIX}{name.upper()}): {first['msg'][0].lower()}{first['msg'][1:]}{value}") from None
