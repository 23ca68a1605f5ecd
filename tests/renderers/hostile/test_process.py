"""The browser as a process: what it is told of ours, whom it runs as, and that it ends whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from onlooker.domain.clip import ClipScript
from onlooker.llm import KEY_VARIABLES
from onlooker.renderers import Chromium
from onlooker.renderers.browser import Browser
from onlooker.renderers.ways import ways
from tests.domain.dom import css, el, marked, page
from tests.renderers.hostile.bombs import ENDLESS
from tests.renderers.hostile.processes import alive_in, browsers, environment, members, status
from tests.renderers.scenes import scene, script


def ordinary(frames: int = 3) -> ClipScript:
    return script(scene(page(el("p", "an ordinary page"), head=(css("p{color:blue}"),)), at=tuple(1_000 * n for n in range(frames))))


@contextmanager
def fresh(program: Path) -> Iterator[tuple[Chromium, set[int]]]:
    """A renderer of its own, and the browsers of others."""
    others = set(browsers())
    renderer = Chromium(program, workers=1)
    try:
        yield renderer, others
    finally:
        renderer.close()


def test_no_key_of_ours_reaches_the_browser(program: Path) -> None:
    keys = [variable for variables in KEY_VARIABLES.values() for variable in variables]
    os.environ.update(dict.fromkeys([*keys, "ONLOOKER_TOKEN"], "sk-secret"))
    try:
        with fresh(program) as (renderer, others):
            renderer.render(ordinary())
            [browser] = set(browsers()) - others
            told = [environment(pid) for pid in members(browser)]
    finally:
        for name in [*keys, "ONLOOKER_TOKEN"]:
            del os.environ[name]
    assert len(told) > 1
    assert not any("sk-secret" in one.values() for one in told)
    known = {"PATH", "HOME", "TMPDIR", "LANG", "TZ", "LD_LIBRARY_PATH", "XDG_DATA_DIRS", "XDG_DATA_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE"}
    assert set(environment(os.getpid())) - known  # so something was kept back


def test_nothing_is_left_of_a_browser_that_was_closed(program: Path) -> None:
    with fresh(program) as (renderer, others):
        renderer.render(ordinary())
        [browser] = set(browsers()) - others
        folder = _profile(browser)
        assert folder.is_dir()
    assert alive_in(browser) == []
    assert not folder.exists()
    assert not folder.parent.exists()


def test_nothing_of_a_page_is_written_down(program: Path) -> None:
    """Should the profile be left behind, it tells of nobody."""
    picture = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text>a secret</text></svg>"
    secret = scene(
        page(el("p", "a secret"), marked("img", {"src": picture}), marked("input", {"value": "a secret"})), url="https://app.test/a secret"
    )
    with fresh(program) as (renderer, others):
        renderer.render(script(secret))
        [browser] = set(browsers()) - others
        written = [file.read_bytes() for file in _profile(browser).parent.rglob("*") if file.is_file()]
    assert written
    assert not any(said.encode(form) in one for one in written for said in ("a secret", "a%20secret") for form in ("utf-8", "utf-16-le"))


def test_a_browser_killed_in_the_midst_of_a_clip_is_replaced(program: Path) -> None:
    with fresh(program) as (renderer, others):
        expected = renderer.render(ordinary())
        killed: list[int] = []

        def kill(done: int, total: int) -> None:
            if done == 2 and not killed:
                killed.extend(set(browsers()) - others)
                os.kill(killed[0], signal.SIGKILL)

        assert renderer.render(ordinary(), kill) == expected
        assert len(killed) == 1
        assert alive_in(killed[0]) == []


def test_a_page_killed_in_the_midst_of_a_clip_is_replaced(program: Path) -> None:
    """The renderer process alone; the browser lives on and says so."""
    with fresh(program) as (renderer, others):
        expected = renderer.render(ordinary())
        killed: list[int] = []

        def kill(done: int, total: int) -> None:
            if done == 2 and not killed:
                [browser] = set(browsers()) - others
                killed.extend(pid for pid in members(browser) if "--type=renderer" in _command(pid))
                for pid in killed:
                    os.kill(pid, signal.SIGKILL)

        began = time.monotonic()
        assert renderer.render(ordinary(), kill) == expected
        assert killed
        assert time.monotonic() - began < 18  # it is not waited for


@pytest.mark.parametrize("busy", [False, True], ids=["waiting", "hanging"])
def test_the_browser_ends_when_we_are_killed(program: Path, busy: bool) -> None:
    """With the page at rest, and with one that will not answer for a long time."""
    name = next(iter(ENDLESS))
    shown = f"script(ENDLESS[{name!r}]())" if busy else "ordinary()"
    code = f"""
import sys, time
from pathlib import Path
from onlooker.renderers import Chromium
from tests.renderers.hostile.bombs import ENDLESS
from tests.renderers.hostile.test_process import ordinary
from tests.renderers.scenes import script
renderer = Chromium(Path({str(program)!r}), workers=1)
renderer.render(ordinary())
print("ready", flush=True)
renderer.render({shown})
time.sleep(60)
"""
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "ready\n"
        [browser] = browsers(child.pid)
        folder = _profile(browser)
        time.sleep(0.5)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    assert alive_in(browser, within_s=30) == []
    shutil.rmtree(folder.parent)  # a process that was killed cannot clear away


def _pages(pid: int, *, filtered: bool) -> list[dict[str, str]]:
    """The status of each process that holds a page, once its filter stands where it has one: it puts that up itself, a little
    after it began."""
    until = time.monotonic() + 30
    while True:
        pages = [status(one) for one in members(pid) if "--type=renderer" in _command(one)]
        if (pages and (not filtered or all(one["Seccomp"].strip() == "2" for one in pages))) or time.monotonic() > until:
            return pages
        time.sleep(0.02)


def test_the_strictest_way_that_works_is_taken(program: Path) -> None:
    browser = Browser(program)
    try:
        pages = _pages(browser.pid, filtered=browser.sandboxed)
        owner = {status(pid)["Uid"].split()[0] for pid in members(browser.pid)}
        assert pages
        if browser.sandboxed:
            assert {one["Seccomp"].strip() for one in pages} == {"2"}  # which calls it may make is filtered
            assert {int(one["CapEff"], 16) for one in pages} == {0}
        if browser.demoted:
            assert "0" not in owner
        if browser.cut_off:
            assert Path(f"/proc/{browser.pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()
        strictest = next(ways())
        if _userns():
            assert (browser.sandboxed, browser.cut_off, browser.demoted) == (True, strictest.cut_off, strictest.owner is not None)
    finally:
        browser.close()


def test_root_steps_down_before_it_gives_up_the_sandbox() -> None:
    told = [(way.owner is not None, way.sandboxed) for way in ways()]
    if os.geteuid() == 0:
        assert told in ([(True, True), (True, False), (False, False)], [(False, False)])
    else:
        assert told == [(False, True), (False, False)]
    assert not any(way.cut_off for way in ways(cut_off=False))


NO_NAMESPACES = "echo 0 > /proc/sys/user/max_user_namespaces || exit 77; exec "


@pytest.mark.parametrize(
    "forbid", ["", "setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "], ids=["no user namespaces", "nor any network one"]
)
def test_where_the_system_forbids_it_the_browser_runs_without(program: Path, forbid: str) -> None:
    """As in most containers: there Chromium's sandbox cannot be, and what remains must do. `doctor` says which walls stand."""
    if not _userns() or shutil.which("setpriv") is None:
        pytest.skip("user namespaces are needed to forbid them")
    code = f"""
from pathlib import Path
from onlooker.renderers import Chromium
from onlooker.renderers.browser import Browser
from tests.renderers.hostile.test_process import ordinary
program = Path({str(program)!r})
browser = Browser(program)
print(browser.sandboxed, browser.cut_off)
browser.close()
renderer = Chromium(program, workers=1)
print(len(renderer.render(ordinary()).frames))
renderer.close()
"""
    asked = ["unshare", "--user", "--map-root-user", "sh", "-c", f'{NO_NAMESPACES}{forbid}"$@"', "sh", sys.executable, "-c", code]
    ran = subprocess.run(asked, capture_output=True, text=True, cwd=Path(__file__).parents[3], timeout=60, check=False)
    if ran.returncode == 77:
        pytest.skip("the limit on user namespaces cannot be set here")
    assert ran.stdout.split() == ["False", str(not forbid), "3"], ran.stderr


def test_a_place_that_nobody_may_enter_is_no_hindrance(program: Path) -> None:
    """Temporary files in a folder of root's own: the browser cannot step down, and runs."""
    kept = tempfile.tempdir
    with tempfile.TemporaryDirectory() as private:
        tempfile.tempdir = private
        try:
            browser = Browser(program, cut_off=None)
            assert browser.version
            browser.close()
        finally:
            tempfile.tempdir = kept
        assert list(Path(private).iterdir()) == []


def _userns() -> bool:
    unshare = shutil.which("unshare")
    return unshare is not None and subprocess.run([unshare, "--user", "--net", "true"], capture_output=True, check=False).returncode == 0


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def _profile(browser: int) -> Path:
    [setting] = [one for one in _command(browser).split("\0") if one.startswith("--user-data-dir=")]
    return Path(setting.partition("=")[2])


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="this system lends no memory")
def test_what_is_lent_to_a_browser_is_ours_to_write_alone(program: Path) -> None:
    with fresh(program) as (renderer, others):
        renderer.render(ordinary())
        [browser] = set(browsers()) - others
        lent = Path(f"/proc/{browser}/fd/5")
        assert stat.S_IMODE(lent.stat().st_mode) == 0o444
        assert lent.stat().st_uid == os.geteuid()
        assert lent.read_bytes().startswith(b'[{"type":4')
        assert not [other for other in members(browser) if other != browser and _holds(other, lent)]


def _holds(pid: int, lent: Path) -> bool:
    """Whether that process has the same memory open."""
    with suppress(PermissionError):  # a process in its sandbox, seen by one who is not root
        return any(file.exists() and file.samefile(lent) for file in Path(f"/proc/{pid}/fd").iterdir())
    return False
