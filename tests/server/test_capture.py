"""The addresses that pages speak to: what is answered, and when."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import threading
from collections.abc import AsyncIterator, Coroutine

import httpx
import pytest

from onlooker.domain.captured import CaptureLimits, Holds, KeepAddress
from tests.server.doubles import KEY, MemoryInbox, spoken_to
from tests.server.test_lz64 import bomb

PAGE = {"Origin": "https://shop.test"}


def event(session: str = "s1", **more: object) -> dict[str, object]:
    return {"event": "clicked", "timestamp": "2026-09-21T14:13:20.000Z", "properties": {"$session_id": session, "distinct_id": "ada", **more}}


def sent(*events: object, key: str = KEY) -> bytes:
    return json.dumps({"api_key": key, "batch": list(events)}).encode()


def run(story: Coroutine[object, object, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 20))


@pytest.mark.parametrize("path", ["/e/", "/e", "/i/v0/e/", "/i/v0/e", "/s/", "/s", "/batch/", "/capture/"])
def test_events_are_kept_wherever_the_library_sends_them(path: str) -> None:
    async def story() -> None:
        inbox = MemoryInbox()
        async with spoken_to(inbox) as client:
            answer = await client.post(path, content=gzip.compress(sent(event(), event("s2"))), headers={"Content-Type": "text/plain", **PAGE})
        assert (answer.status_code, answer.json(), answer.headers["access-control-allow-origin"]) == (200, {"status": 1}, "*")
        assert [(one.project, one.session, one.holds) for one in inbox.batches] == [("shop", "s1", Holds.EVENTS), ("shop", "s2", Holds.EVENTS)]

    run(story())


def test_what_a_picture_brings_in_its_address_is_kept() -> None:
    async def story() -> None:
        inbox = MemoryInbox()
        data = base64.b64encode(sent(event())).decode()
        async with spoken_to(inbox, CaptureLimits(batch=50_000)) as client:
            answers = [
                await client.get("/e/", params={"data": data, "ip": "1", "_": "1790000000000"}),
                await client.get("/i/v0/e/", params={"data": data, "compression": "base64"}),
                await client.get("/e/", params={"data": sent(event("s2")).decode()}),
                await client.get("/e/", params={"data": base64.b64encode(gzip.compress(b"[" * 60_000)).decode()}),
                await client.get("/e/", params={"data": bomb(2_000).decode(), "compression": "lz64"}),
                await client.get("/e/"),
                await client.get("/e/", params={"data": base64.b64encode(sent(event(), key="made up")).decode()}),
                await client.get("/onlooker/batch", params={"data": data}),
            ]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 413, 413, 400, 401, 405]
        assert [one.session for one in inbox.batches] == ["s1", "s1", "s2"]

    run(story())


def test_nothing_is_acknowledged_before_it_is_on_the_disk() -> None:
    async def story() -> None:
        inbox = MemoryInbox(held=threading.Event())
        assert inbox.held is not None
        async with spoken_to(inbox) as client:
            asked = asyncio.create_task(client.post("/e/", content=sent(event())))
            done, _ = await asyncio.wait({asked}, timeout=0.3)
            assert not done
            inbox.held.set()
            assert (await asked).status_code == 200
        assert len(inbox.batches) == 1

    run(story())


def test_what_cannot_be_kept_is_not_acknowledged() -> None:
    async def story() -> None:
        async with spoken_to(MemoryInbox(broken=True)) as client:
            answer = await client.post("/e/", content=sent(event()))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")

    run(story())


def test_batches_that_wait_are_appended_together() -> None:
    async def story() -> None:
        inbox = MemoryInbox(held=threading.Event())
        assert inbox.held is not None
        async with spoken_to(inbox) as client:
            asked = [asyncio.create_task(client.post("/e/", content=sent(event(f"s{number}")))) for number in range(40)]
            await asyncio.wait(asked, timeout=0.5)
            inbox.held.set()
            assert {answer.status_code for answer in await asyncio.gather(*asked)} == {200}
        assert len(inbox.batches) == 40
        assert len(inbox.appends) <= 3

    run(story())


def test_without_a_known_key_nothing_is_taken() -> None:
    async def story() -> None:
        inbox = MemoryInbox()
        async with spoken_to(inbox) as client:
            refused = [
                await client.post("/e/", content=sent(event(), key="made up")),
                await client.post("/s/", content=json.dumps([event()])),
                await client.post("/onlooker/batch", content=json.dumps({"session": "s1", "records": [{}]})),
                await client.post("/flags/?v=2", content=json.dumps({"token": "made up"})),
                await client.get("/array/made-up/config"),
                await client.get("/array/made-up/config.js"),
            ]
            named = await client.post(f"/e/?token={KEY}", content=json.dumps([event()]))
        assert [answer.status_code for answer in refused] == [401] * 6
        assert named.status_code == 200
        assert len(inbox.batches) == 1

    run(story())


def test_limits_of_body_batch_and_session() -> None:
    async def story() -> None:
        inbox = MemoryInbox()
        limits = CaptureLimits(body=10_000, batch=50_000, session=400)
        async with spoken_to(inbox, limits) as client:

            async def stream() -> AsyncIterator[bytes]:
                for _ in range(20):
                    yield b" " * 1_000

            large = await client.post("/e/", content=b" " * 10_001)
            endless = await client.post("/e/", content=stream())
            bomb = await client.post("/e/", content=gzip.compress(sent(event(text="x" * 60_000))))
            fits = await client.post("/e/", content=sent(event(text="x" * 200)))
            too_long = await client.post("/e/", content=sent(event(text="y" * 200)))
            other = await client.post("/e/", content=sent(event("s2")))
        assert [answer.status_code for answer in (large, endless, bomb, fits, too_long, other)] == [413, 413, 413, 200, 413, 200]
        assert "session" in too_long.json()["error"]
        assert [one.session for one in inbox.batches] == ["s1", "s2"]

    run(story())


def test_a_full_inbox_puts_off() -> None:
    async def story() -> None:
        async with spoken_to(MemoryInbox(used=10), CaptureLimits(inbox=10)) as client:
            ours = await client.post("/onlooker/batch", content=b"{}", headers=PAGE)
            program = await client.post("/e/", content=sent(event()))
            library = await client.post("/e/", content=sent(event()), headers=PAGE)
        assert [(answer.status_code, answer.headers["retry-after"]) for answer in (ours, program, library)] == [(429, "5"), (429, "5"), (503, "5")]

    run(story())


def test_more_than_fits_at_one_moment_is_put_off_and_then_taken() -> None:
    async def story() -> None:
        inbox = MemoryInbox()
        begun, go = asyncio.Event(), asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield b" " * 900
            begun.set()
            await go.wait()
            yield sent(event())

        async with spoken_to(inbox, CaptureLimits(receiving=1_000)) as client:
            asked = asyncio.create_task(client.post("/e/", content=slow()))
            await begun.wait()
            put_off = await client.post("/e/", content=sent(event(), event()))
            go.set()
            assert (await asked).status_code == 429
            again = await client.post("/e/", content=sent(event(), event()))
        assert (put_off.status_code, put_off.headers["retry-after"], again.status_code) == (429, "5", 200)

    run(story())


def test_what_unpacks_to_much_counts_as_much() -> None:
    async def story() -> None:
        inbox = MemoryInbox(held=threading.Event())
        assert inbox.held is not None
        body = gzip.compress(sent(event(text="x" * 100_000)))
        async with spoken_to(inbox, CaptureLimits(receiving=350_000)) as client:
            asked = [asyncio.create_task(client.post("/e/", content=body)) for _ in range(8)]
            done, _ = await asyncio.wait(asked, timeout=0.5)
            inbox.held.set()
            statuses = sorted(answer.status_code for answer in await asyncio.gather(*asked))
        assert len(done) == 5
        assert statuses == [200] * 3 + [429] * 5

    run(story())


def test_who_sends_too_slowly_is_let_go() -> None:
    async def story() -> None:
        async def never() -> AsyncIterator[bytes]:
            yield b"["
            await asyncio.Event().wait()

        async with spoken_to(MemoryInbox(), CaptureLimits(send_s=0.05)) as client:
            answer = await client.post("/e/", content=never())
        assert (answer.status_code, answer.headers["connection"]) == (408, "close")

    run(story())


FORWARDED = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}


def test_no_address_of_a_visitor_is_kept() -> None:
    async def story() -> None:
        inbox = MemoryInbox()
        async with spoken_to(inbox) as client:
            await client.post("/e/", content=sent(event()), headers=FORWARDED)
        assert b"203.0.113" not in inbox.batches[0].lines

    run(story())


@pytest.mark.parametrize(
    ("keep", "headers", "kept"),
    [
        (KeepAddress.CONNECTED, FORWARDED, "203.0.113.7"),
        (KeepAddress.FORWARDED, FORWARDED, "203.0.113.9"),
        (KeepAddress.FORWARDED, {"X-Forwarded-For": "198.51.100.1, 2001:DB8::0:9"}, "2001:db8::9"),
        (KeepAddress.FORWARDED, {"X-Forwarded-For": '203.0.113.9, "},{"'}, None),
        (KeepAddress.FORWARDED, {}, None),
    ],
)
def test_an_address_is_kept_with_events_where_the_team_asks_for_it(keep: KeepAddress, headers: dict[str, str], kept: str | None) -> None:
    async def story() -> None:
        inbox = MemoryInbox()
        snapshot = {**event(), "event": "$snapshot"}
        async with spoken_to(inbox, address=keep) as client:
            answer = await client.post("/e/", content=sent({**event(), "ip": "192.0.2.1"} if kept else event(), snapshot), headers=headers)
        assert answer.status_code == 200
        lines = {one.holds: json.loads(one.lines) for one in inbox.batches}
        assert lines[Holds.EVENTS].get("ip") == kept
        assert "ip" not in lines[Holds.RECORDING]

    run(story())


def test_what_the_library_asks_for_before_it_records() -> None:
    async def story() -> None:
        async with spoken_to(MemoryInbox()) as client:
            config = (await client.get(f"/array/{KEY}/config")).json()
            script = await client.get(f"/array/{KEY}/config.js")
            flags = await client.post("/flags/?v=2", content=json.dumps({"token": KEY}))
            decide = await client.post("/decide/?v=3", content=b"data=" + json.dumps({"api_key": KEY}).encode())
            recorder = await client.get("/static/1.449.2/lazy-recorder.js", headers=PAGE)
            same = await client.get("/static/lazy-recorder.js?v=1.2", headers={"If-None-Match": recorder.headers["etag"]})
            others = [(await client.get(f"/static/{path}")).status_code for path in ("array.js", "surveys.js", "other.js", "../capture.py")]
            own = await client.get("/onlooker.js")
        assert config["sessionRecording"]["endpoint"] == "/s/"
        assert config["hasFeatureFlags"] is False
        assert script.headers["content-type"].startswith("text/javascript")
        assert json.loads(script.text[script.text.index("]=") + 2 : -1])["config"] == config
        assert flags.json()["flags"] == {}
        assert decide.json()["sessionRecording"] == config["sessionRecording"]
        assert (recorder.status_code, recorder.headers["content-encoding"], same.status_code) == (200, "gzip", 304)
        assert others == [200, 200, 404, 404]
        assert "rrwebRecord" in own.text
        assert "data-key" in own.text

    run(story())


def test_a_page_of_another_site_may_ask_first() -> None:
    async def story() -> None:
        async with spoken_to(MemoryInbox()) as client:
            asked = {**PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-any"}
            answer = await client.options("/onlooker/batch", headers=asked)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")

    run(story())


def test_what_brings_nothing_says_so() -> None:
    async def story() -> None:
        async with spoken_to(MemoryInbox()) as client:
            answers: list[httpx.Response] = [await client.post("/e/", content=body) for body in (b"", b"hello", sent(), sent({"event": "nobody's"}))]
        assert [answer.status_code for answer in answers] == [400] * 4
        assert all(answer.json()["error"] for answer in answers)

    run(story())
