"""The shop visited in a real Chromium with the real posthog-js and the real rrweb: captured, closed, read, and what went wrong is found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from onlooker.domain.report import SessionReport
from onlooker.stores.inbox import SqliteInbox
from tests.server.visiting import LOOKS_MS, chromium, leaves, orders, shop, shops, visitor

RECORDERS = ("rrweb", "posthog")
FAULTS = ("none", "order", "cart")
VISITS = (*((recorder, fault) for recorder in RECORDERS for fault in FAULTS), ("rrweb", "voucher"), ("rrweb", "blank"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def visit(page: Page, fault: str) -> None:
    match fault:
        case "cart":
            for _ in range(4):
                page.click("#add-lamp")
                page.wait_for_timeout(2 * LOOKS_MS)
        case "voucher":
            page.click("#to-basket")
            page.fill("[name=code]", "WELCOME10")
            for _ in range(4):
                page.click("#voucher button")
                page.wait_for_timeout(LOOKS_MS)
        case "blank":
            page.click("#to-basket")
            page.click("#to-checkout")
            page.wait_for_timeout(4 * LOOKS_MS)
            page.mouse.click(300, 300)
            page.wait_for_timeout(LOOKS_MS)
        case _:
            shops(page)
            orders(page)
            if fault == "order":
                orders(page)


@pytest.fixture(scope="module")
def reports(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], SessionReport]:
    """By recorder and fault: the visits, one after another."""
    with shop(tmp_path_factory.mktemp("shop"), quiet_s=10) as place:
        for recorder, fault in VISITS:
            with visitor(browser) as page:
                page.goto(f"{place.address}/?capture={recorder}&fault={fault}")
                visit(page, fault)
                leaves(page)
        read = place.read(len(VISITS))
    asked = [(report, parse_qs(urlsplit(report.pages[0]).query)) for report in read]
    return {(query["capture"][0], query["fault"][0]): report for report, query in asked}


def test_every_visit_is_one_session(reports: Mapping[tuple[str, str], SessionReport]) -> None:
    assert set(reports) == set(VISITS)


@pytest.mark.parametrize("recorder", RECORDERS)
def test_an_order_that_fails_is_found_with_its_proof(recorder: str, reports: Mapping[tuple[str, str], SessionReport]) -> None:
    report = reports[recorder, "order"]
    [finding] = [one for one in report.findings if one.reported]
    assert (finding.blocking, report.outcome.success) == (True, False)
    assert "Your order could not be placed" in finding.title
    assert [urlsplit(page).path for page in report.pages] == ["/", "/visit/basket", "/visit/checkout"]


@pytest.mark.parametrize("recorder", RECORDERS)
def test_an_order_that_goes_well_is_no_finding(recorder: str, reports: Mapping[tuple[str, str], SessionReport]) -> None:
    report = reports[recorder, "none"]
    assert [finding.title for finding in report.findings if finding.reported and finding.blocking] == []
    assert report.outcome.success is True
    assert urlsplit(report.pages[-1]).path == "/visit/thanks"


@pytest.mark.parametrize("recorder", RECORDERS)
def test_a_button_that_throws_is_found(recorder: str, reports: Mapping[tuple[str, str], SessionReport]) -> None:
    found = [finding for finding in reports[recorder, "cart"].findings if finding.reported]
    assert any("reading 'reserve'" in finding.title + finding.description for finding in found), found


def test_other_faults_are_found_too(reports: Mapping[tuple[str, str], SessionReport]) -> None:
    [voucher] = [one for one in reports["rrweb", "voucher"].findings if one.reported and one.blocking]
    [blank] = [one for one in reports["rrweb", "blank"].findings if one.reported and one.blocking]
    assert (voucher.symptom, "“Apply”" in voucher.title) == ("rage_click", True)
    assert (blank.symptom, blank.title) == ("blank_screen", "The page goes blank after “Go to checkout”")


def test_what_the_server_cannot_take_is_sent_again(browser: Browser, tmp_path: Path) -> None:
    """Our recorder, while the way to the host is cut and then put off: all is there in the end."""
    tries: list[int] = []

    def fails(route: Route) -> None:
        tries.append(1)
        if len(tries) == 1:
            route.abort()
        elif len(tries) == 2:
            route.fulfill(status=429, headers={"Retry-After": "1", "Access-Control-Allow-Origin": "*"}, body="{}")
        else:
            route.continue_()

    with shop(tmp_path, quiet_s=600) as place, visitor(browser) as page:
        page.route("**/onlooker/batch", fails)
        with page.expect_response(lambda answer: answer.url.endswith("/onlooker/batch") and answer.status == 200, timeout=60_000):
            page.goto(f"{place.address}/")
    assert len(tries) >= 3
    types = {record["type"] for line in lines(tmp_path) for record in line.get("data", ())}
    assert {2, 4} <= types  # the page, whole, and its address


def test_batches_that_are_not_taken_wait_for_the_next_page(browser: Browser, tmp_path: Path) -> None:
    """The host is not there while a page is left, and is when the next one comes: the tab kept what was recorded, each record once."""
    with shop(tmp_path, quiet_s=600) as place, visitor(browser) as page:
        page.route("**/onlooker/batch", lambda route: route.abort())
        page.goto(f"{place.address}/")
        page.click("#add-lamp")
        page.evaluate("navigator.sendBeacon = () => false; onlooker.flush()")
        page.goto(f"{place.address}/visit/basket")
        page.unroute("**/onlooker/batch")
        with page.expect_response(lambda answer: answer.url.endswith("/onlooker/batch") and answer.status == 200, timeout=60_000):
            page.goto(f"{place.address}/visit/checkout")
        leaves(page)
    records = [json.dumps(record) for line in lines(tmp_path) for record in line.get("data", ())]
    pages = [urlsplit(record["data"]["href"]).path for record in map(json.loads, records) if record["type"] == 4]
    assert set(pages) == {"/", "/visit/basket", "/visit/checkout"}
    assert len(records) == len(set(records))


_TAG = """document.head.append(Object.assign(document.createElement("script"), { src: "/onlooker.js" }))
document.head.lastChild.dataset.key = "made up\""""


def test_a_key_that_nobody_made_stops_the_recorder(browser: Browser, tmp_path: Path) -> None:
    with shop(tmp_path, quiet_s=600) as place, visitor(browser) as page:
        page.goto(f"{place.address}/?capture=none")
        with page.expect_console_message(lambda line: "is not known there" in line.text):
            page.evaluate(_TAG)
    with closing(SqliteInbox(tmp_path / "inbox.db")) as inbox:
        assert inbox.waiting() == []


def lines(home: Path) -> list[dict[str, list[dict[str, object]]]]:
    """All that waits in the shop's inbox, of one session."""
    with closing(SqliteInbox(home / "inbox.db")) as inbox:
        [one] = inbox.waiting()
        return [json.loads(line) for batch in inbox.take(one) for line in batch.lines.splitlines()]
