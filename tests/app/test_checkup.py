"""What `doctor` says of browser, walls, encoder and fonts."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker import app
from onlooker.app.seeing import seeing, told
from onlooker.config import load
from onlooker.domain.run import Check, CheckState
from onlooker.renderers import find_browser
from onlooker.renderers.probe import Probed

PROGRAM = Path("/opt/chromium")


def _told(probed: Probed, *, root: bool = False) -> dict[str, Check]:
    return {check.name: check for check in told(PROGRAM, probed, root=root)}


def _probed(*, on_demand: bool = True, sandboxed: bool = True, cut_off: bool = True, demoted: bool = False, missing: tuple[str, ...] = ()) -> Probed:
    return Probed(version="Chromium 1.2", on_demand=on_demand, sandboxed=sandboxed, cut_off=cut_off, demoted=demoted, missing=missing)


def test_where_all_is_well_nothing_is_to_be_typed() -> None:
    checks = _told(_probed())
    assert list(checks) == ["Browser", "Sandbox", "Network", "Encoder", "Fonts"]
    assert {check.state for check in checks.values()} == {CheckState.READY}
    assert [check.remedy for check in checks.values()] == [""] * 5
    assert checks["Browser"].detail == "/opt/chromium: Chromium 1.2, frames on demand"


def test_a_browser_that_only_takes_screenshots_will_do() -> None:
    check = _told(_probed(on_demand=False))["Browser"]
    assert check.state is CheckState.OPTIONAL
    assert "plain screenshots" in check.detail and "headless shell" in check.remedy


@pytest.mark.parametrize(
    ("probed", "root", "detail", "remedy"),
    [
        (_probed(sandboxed=False), False, "without its process sandbox: this system refuses it", "docs/safety.md"),
        (_probed(sandboxed=False, demoted=True), True, "as a user who may do nothing: this system refuses it", "docs/safety.md"),
        (_probed(sandboxed=False), True, "runs as root", "run as another user"),
        (_probed(demoted=True), True, "sandbox of its own, as a user who may do nothing", ""),
    ],
)
def test_the_sandbox_is_told_with_the_reason(probed: Probed, root: bool, detail: str, remedy: str) -> None:
    check = _told(probed, root=root)["Sandbox"]
    assert detail in check.detail
    assert remedy in check.remedy
    assert (check.state is CheckState.READY) == probed.sandboxed


def test_a_browser_that_the_kernel_does_not_cut_off_is_told() -> None:
    check = _told(_probed(cut_off=False))["Network"]
    assert (check.state, check.detail) == (CheckState.OPTIONAL, "the browser is told to use none; the kernel does not see to it")


def test_writings_without_a_font_are_named_with_the_packages() -> None:
    check = _told(_probed(missing=("Thai", "Korean", "emoji")))["Fonts"]
    assert "none for Thai, Korean, emoji" in check.detail
    assert check.remedy.endswith("apt-get install fonts-noto-cjk fonts-noto-color-emoji fonts-noto-core")


def test_a_browser_that_shall_not_be_used_is_no_fault() -> None:
    [check] = seeing(load(browser="none"))
    assert (check.name, check.state) == ("Browser", CheckState.OPTIONAL)


@pytest.mark.parametrize("named", ["/nowhere/chromium", "/bin/false"])
def test_a_browser_that_was_named_and_does_not_work_is_a_fault(named: str) -> None:
    [check] = seeing(load(browser=named))
    assert check.state is CheckState.MISSING
    assert named in check.detail and check.remedy


def test_doctor_tries_the_browser_there_is() -> None:
    if find_browser() is None:
        pytest.skip("no Chromium on this machine")
    checks = {check.name: check for check in app.doctor()}
    assert {"Browser", "Sandbox", "Network", "Encoder", "Fonts"} < set(checks)
    assert "Chromium" in checks["Browser"].detail
