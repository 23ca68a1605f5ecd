"""Settings from the environment and from options; each one documented."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from onlooker.clip import LookLimits
from onlooker.config import PREFIX, Settings, default_home, load
from onlooker.domain.model import Sees
from onlooker.domain.model_choice import ModelChoice, Rates, ReplyForm, Thinking
from onlooker.errors import SettingError
from onlooker.llm import KEY_VARIABLES

DOC = (Path(__file__).parent.parent / "docs" / "settings.md").read_text()
ROWS = dict(re.findall(r"^\| `(ONLOOKER_\w+)` \| (?:`([^`]*)`)? ?\| \S", DOC, re.MULTILINE))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    assert set(ROWS) == {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - {"home"}))
def test_the_documented_default_is_the_real_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = getattr(load(), name)
    if ROWS[PREFIX + name.upper()]:
        monkeypatch.setenv(PREFIX + name.upper(), ROWS[PREFIX + name.upper()])
    assert getattr(load(), name) == real


def test_every_key_is_documented() -> None:
    assert all(f"`{variable}`" in DOC for variables in KEY_VARIABLES.values() for variable in variables)


def test_without_anything_set_there_is_no_model() -> None:
    settings = load()
    assert settings.choice() is None
    assert settings.fallback() is None
    assert settings.budget is None
    assert settings.home == default_home()


def test_as_much_is_looked_at_as_the_stage_itself_would() -> None:
    settings = load()
    assert LookLimits(session_findings=settings.clips_per_session, run_findings=settings.clips_per_run) == LookLimits()


@pytest.mark.parametrize(("name", "value"), [("CLIPS", "perhaps"), ("RENDERERS", "-1"), ("CLIPS_PER_SESSION", "-1"), ("CLIPS_PER_RUN", "many")])
def test_a_bad_value_for_looking_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingError, match=f"ONLOOKER_{name}"):
        load()


def test_an_option_wins_over_the_environment_and_an_option_not_given_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_MODEL", "ollama:llama3.2")
    monkeypatch.setenv("ONLOOKER_CONCURRENCY", "not a number")
    settings = load(model="google:gemini-2.5-flash", concurrency=2, budget=None)
    assert (settings.model, settings.concurrency, settings.budget) == ("google:gemini-2.5-flash", 2, None)


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_BUDGET", "")
    assert load().budget is None


def test_the_choice_carries_its_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_BASE_URL", "http://gpu:8000/v1/")
    settings = load(
        model="openai-compatible:qwen3", fallback_model="google:gemini-2.5-flash", timeout_s=60, concurrency=8, requests_per_minute=10,
        thinking="off", reply_form="tool", context_tokens=40_000, price_input=0.1, price_output=0.4, sees="text",
    )  # fmt: skip
    assert settings.choice() == ModelChoice(
        provider="openai-compatible", model="qwen3", base_url="http://gpu:8000/v1", timeout_s=60, concurrency=8, requests_per_minute=10,
        thinking=Thinking.OFF, reply_form=ReplyForm.TOOL, rates=Rates(input=0.1, output=0.4), context_tokens=40_000, sees=Sees.TEXT,
    )  # fmt: skip
    assert settings.fallback() == ModelChoice(
        provider="google",
        model="gemini-2.5-flash",
        timeout_s=60,
        concurrency=8,
        requests_per_minute=10,
        thinking=Thinking.OFF,
        reply_form=ReplyForm.TOOL,
    )


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("CONCURRENCY", "many", "concurrency (ONLOOKER_CONCURRENCY): input should be a valid integer"),
        ("CONCURRENCY", "0", "greater than or equal to 1, not '0'"),
        ("TIMEOUT_S", "-1", "timeout_s (ONLOOKER_TIMEOUT_S): input should be greater than 0"),
        ("TIMEOUT_S", "nan", "ONLOOKER_TIMEOUT_S"),
        ("THINKING", "lots", "'default', 'off', 'minimal', 'low', 'medium' or 'high', not 'lots'"),
        ("SEES", "stars", "'auto', 'video', 'images' or 'text', not 'stars'"),
        ("BUDGET", "-3", "greater than 0"),
        ("BUDGET", "inf", "finite"),
        ("CACHE", "perhaps", "boolean"),
        ("PRICE_INPUT", "free", "valid number"),
    ],
)
def test_a_bad_value_is_told_in_one_line(name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingError) as raised:
        load()
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_price_has_two_halves() -> None:
    with pytest.raises(SettingError, match="both"):
        load(model="ollama:llama3.2", price_input=1.0).choice()


def test_a_price_by_name_wins_and_serves_every_model() -> None:
    settings = load(
        model="google:flash", look_model="google:pro@http://gpu:1", fallback_model="ollama:l", price_input=1.0, price_output=1.0,
        prices="google:pro=2/3, ollama:l=0/0", sees="video", context_tokens=9,
    )  # fmt: skip
    lineup = settings.lineup()
    assert lineup is not None and lineup.looks is not None
    assert [choice.rates for choice in lineup.all] == [Rates(input=1.0, output=1.0), Rates(input=2.0, output=3.0), Rates(input=0.0, output=0.0)]
    assert (lineup.looks.base_url, lineup.looks.sees, lineup.looks.context_tokens) == ("http://gpu:1", Sees.VIDEO, 0)
    assert [lineup.first(purpose).model for purpose in ("summarize", "verify", "combine")] == ["flash", "pro", "pro"]


def test_one_model_for_both_is_one_model() -> None:
    assert load(model="google:flash", look_model="google:flash").looks() is None
    assert load(model="google:flash").looks() is None
    assert load().lineup() is None


def test_a_model_for_looks_alone_is_refused() -> None:
    with pytest.raises(SettingError, match="ONLOOKER_LOOK_MODEL"):
        load(look_model="google:pro").lineup()


def test_an_option_nobody_knows_is_an_error() -> None:
    with pytest.raises(SettingError, match="modle"):
        load(modle="google:gemini-2.5-flash")


def test_a_folder_may_be_under_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = load(home="~/kept", record="~/recorded")
    assert settings.replies == tmp_path / "kept" / "replies"
    assert settings.record == tmp_path / "recorded"


def test_what_is_kept_is_in_the_home_folder_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load(home=tmp_path)
    assert (settings.catalogue, settings.blob_place) == (str(tmp_path / "catalogue.db"), str(tmp_path / "blobs"))
    monkeypatch.setenv("ONLOOKER_DATABASE_URL", "postgresql://me:secret@db/onlooker")
    monkeypatch.setenv("ONLOOKER_BLOBS", "s3://bucket/onlooker")
    settings = load(home=tmp_path)
    assert (settings.catalogue, settings.blob_place) == ("postgresql://me:secret@db/onlooker", "s3://bucket/onlooker")
    assert "secret" not in repr(settings)


def test_the_cache_follows_the_desktop_standard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")  # a Mac has a place of its own, tested on none
    assert default_home() == tmp_path / "onlooker"
