"""Hand-made reports, one for each thing a face must be able to show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from onlooker.domain.blob import blob_key
from onlooker.domain.clip import Clip, ClipPlan, FailedClip, Frame, Looked, Moment, Shot, Under
from onlooker.domain.evidence import Evidence, Hit, ScreenText, Status, Verdict
from onlooker.domain.finding import Finding, FindingKind, Noise
from onlooker.domain.report import Coverage, FailedSession, RunReport, SessionReport, Spent, TimelineMark
from onlooker.domain.snapshot import RecordingLosses
from onlooker.domain.summary import KeyAction, Outcome, Reader, Segment
from onlooker.domain.timebase import Span

STARTED = 1_795_359_192_150  # 2026-11-22T14:53:12.150Z
HOSTILE = "</script><img src=x onerror=alert(1)>\"'`&amp; {{ 7*7 }} ]]> <!-- @octocat #1 ![x](http://evil.test/p.png) \x1b[31mred\u202e"

CHROMIUM = "Chromium 156.0.7632.0, frames on demand, libx264, 7f3a"
GEMINI = "google:gemini-2.5-flash"
MEDIA = {blob_key(data): data for data in (path.read_bytes() for path in sorted((Path(__file__).parent / "media").iterdir()))}
"""Real pictures and videos of a made-up page, by key."""


def media(key: str) -> bytes:
    """As a store gives it: KeyError for what is not there."""
    return MEDIA[key]


def key_of(name: str) -> str:
    return blob_key((Path(__file__).parent / "media" / name).read_bytes())


def mark(name: str, at_ms: int, kind: str, text: str, window: int = 0) -> TimelineMark:
    return TimelineMark(id=name, at_ms=at_ms, kind=kind, text=text, window=window)


def refused_deploy() -> SessionReport:
    """The user did not get there: a blocking finding, a lesser one, one dismissed, and noise."""
    toast = "Deploy failed: EROFS: read-only file system, open '/data/flows.json'"
    refused = Finding(
        id="f0a1b2c3d4e5f601",
        kind=FindingKind.EXCEPTION,
        symptom="failed_request",
        title="Deploy was refused three times",
        description=(
            "Each of the three presses on “Deploy” sent POST /flows, which answered 500. The editor showed an error and the Deploy "
            "button stayed red; the user stopped trying."
        ),
        blocking=True,
        status=Status.CONFIRMED,
        start_ms=19_534,
        end_ms=47_358,
        evidence=Evidence(
            entries=("e-press-1", "e-500-1", "e-toast-1", "e-press-2", "e-500-2", "e-press-3", "e-500-3"),
            hits=(
                Hit(
                    rule="failed_request",
                    at_ms=19_534,
                    end_ms=47_358,
                    entries=("e-500-1", "e-500-2", "e-500-3"),
                    thresholds={"status_from": 400, "within_ms": 3000},
                    facts={"requests": 3, "status": 500, "method": "POST", "path": "/flows", "recovered": False},
                ),
                Hit(
                    rule="error_message",
                    at_ms=19_790,
                    end_ms=47_358,
                    entries=("e-toast-1",),
                    thresholds={"within_ms": 2500},
                    facts={"shown": 3, "longest_ms": 5010.5},
                ),
            ),
            screen=ScreenText(
                at_ms=19_790,
                page="http://flows.fernhill.test/#flow/1",
                before=("Deploy", "threshold check", "alarm threshold: 45", "Successfully validated"),
                after=("Deploy", "threshold check", "alarm threshold: 45", toast, "Close"),
                appeared=(toast, "Close"),
                gone=("Successfully validated",),
                notes=("Deploy still marked as having changes",),
            ),
            verdict=Verdict(
                status=Status.CONFIRMED,
                blocking=True,
                reason="The error was on the screen after every press, and no later request to /flows succeeded.",
                cites=("e-toast-1", "e-500-3"),
            ),
        ),
    )
    slow = Finding(
        id="f0a1b2c3d4e5f602",
        kind=FindingKind.CONFUSION,
        symptom="back_and_forth",
        title="Opened and closed the same dialog four times",
        description="Between the presses the user opened the node's settings four times without changing anything.",
        blocking=False,
        status=Status.UNCLEAR,
        start_ms=28_000,
        end_ms=41_200,
        minor=True,
        evidence=Evidence(
            entries=("e-open-1", "e-open-2"),
            hits=(Hit(rule="back_and_forth", at_ms=28_000, end_ms=41_200, entries=("e-open-1", "e-open-2"), thresholds={"returns": 3}),),
            verdict=Verdict(status=Status.UNCLEAR, blocking=False, reason="Looking a value up twice is also normal work."),
        ),
    )
    dead = Finding(
        id="f0a1b2c3d4e5f603",
        kind=FindingKind.CONFUSION,
        symptom="dead_click",
        title="A press on “Deploy” seemed to do nothing",
        description="No mutation followed the press within 2.5 s.",
        blocking=False,
        status=Status.REFUTED,
        start_ms=12_000,
        end_ms=12_000,
        evidence=Evidence(
            entries=("e-press-0",),
            hits=(
                Hit(
                    rule="dead_click",
                    at_ms=12_000,
                    end_ms=14_500,
                    entries=("e-press-0",),
                    thresholds={"scroll_ms": 100, "mutation_ms": 2500},
                    facts={"target": "button#deploy"},
                ),
            ),
            screen=ScreenText(
                at_ms=12_000, page="http://flows.fernhill.test/#flow/1", before=("Deploy",), after=("Deploy",), notes=("Deploy disabled",)
            ),
            verdict=Verdict(
                status=Status.REFUTED, blocking=False, reason="The button was disabled: nothing had been changed yet, so nothing could happen."
            ),
        ),
    )
    return SessionReport(
        session_id="01a203bf-33b6-7b7d-ac5d-73fd6621a76a",
        source="recordings/flows-02",
        started_at=STARTED,
        duration_ms=57_437,
        active_ms=38_900,
        reader=Reader(),
        goal="Change the alarm threshold and deploy the flow",
        outcome=Outcome(
            success=False,
            description="All three deploys were refused with an error on the screen; the change was never live.",
            cites=("e-500-3", "e-leave"),
            basis="unresolved_failure",
        ),
        segments=(
            Segment(
                index=0,
                name="Find the flow",
                start_ms=0,
                end_ms=9_800,
                success=True,
                summary="Opened the editor and the flow with the alarm.",
                key_actions=(KeyAction(description="Opened “Greenhouse alarm”", at_ms=4_200, cites=("e-open-flow",)),),
            ),
            Segment(
                index=1,
                name="Change the threshold",
                start_ms=9_800,
                end_ms=19_000,
                success=True,
                summary="Pressed Deploy too early, then set the threshold from 40 to 45.",
                key_actions=(
                    KeyAction(description="Pressed Deploy before anything was changed", at_ms=12_000, cites=("e-press-0",)),
                    KeyAction(description="Typed 45 into “alarm threshold”", at_ms=15_900, cites=("e-typed",)),
                ),
            ),
            Segment(
                index=2,
                name="Deploy",
                start_ms=19_000,
                end_ms=57_437,
                success=False,
                summary="Pressed Deploy three times; each was refused. Left without the change being live.",
                key_actions=(
                    KeyAction(
                        description="Pressed Deploy, refused with 500", at_ms=19_534, cites=("e-press-1", "e-500-1"), finding_id="f0a1b2c3d4e5f601"
                    ),
                    KeyAction(description="Pressed Deploy for the last time", at_ms=46_900, cites=("e-press-3",), finding_id="f0a1b2c3d4e5f601"),
                ),
            ),
        ),
        findings=(refused, slow, dead),
        coverage=Coverage(
            snapshots=428,
            events=13,
            entries=61,
            windows=1,
            screens=34,
            folded={"scroll": 4, "move": 19, "typing": 6},
            dropped={"web_vitals": 2},
            noise=(
                Noise(
                    what="TypeError: Cannot read properties of null (reading 'offsetTop')",
                    reason="Nothing on the screen changed after it, and the next action went through.",
                    at_ms=21_300,
                    count=14,
                    entries=("e-thrown",),
                ),
            ),
        ),
        marks=(
            mark("e-open-flow", 4_200, "click", "click link “Greenhouse alarm”"),
            mark("e-press-0", 12_000, "click", "click button “Deploy” (disabled)"),
            mark("e-typed", 15_900, "input", "typed “45” into “alarm threshold”"),
            mark("e-press-1", 19_534, "click", "click button “Deploy”"),
            mark("e-500-1", 19_600, "request", "POST /flows 500 after 140 ms"),
            mark("e-toast-1", 19_790, "screen", f"appeared: {toast}"),
            mark("e-thrown", 21_300, "exception", "TypeError: Cannot read properties of null (reading 'offsetTop')"),
            mark("e-open-1", 28_000, "click", "double click “threshold check”"),
            mark("e-press-2", 33_100, "click", "click button “Deploy”"),
            mark("e-500-2", 33_180, "request", "POST /flows 500 after 122 ms"),
            mark("e-open-2", 41_200, "click", "double click “threshold check”"),
            mark("e-press-3", 46_900, "click", "click button “Deploy”"),
            mark("e-500-3", 46_990, "request", "POST /flows 500 after 131 ms"),
            mark("e-leave", 57_437, "leave", "the session ends on /#flow/1"),
        ),
        user="mira@fernhill.test",
        pages=("http://flows.fernhill.test/", "http://flows.fernhill.test/#flow/1"),
        active=(Span(start_ms=0, end_ms=24_000), Span(start_ms=27_000, end_ms=34_000), Span(start_ms=40_500, end_ms=48_400)),
        gaps=(Span(start_ms=49_500, end_ms=56_000),),
    )


def _clip(name: str, seconds: tuple[int, ...], moment: Moment, skipped: tuple[Span, ...] = ()) -> Clip:
    plan = ClipPlan(
        session_id="01a203bf-33b6-7b7d-ac5d-73fd6621a76a",
        shots=(Shot(window=0, instants=tuple(second * 1000 for second in seconds)),),
        moments=(moment,),
        skipped=skipped,
    )
    return Clip(
        id=plan.id,
        plan=plan,
        frames=tuple(Frame(at_ms=second * 1000, window=0, blob=key_of(f"frame-{second:02}.jpg")) for second in seconds),
        video=key_of(f"{name}.mp4"),
        width=480,
        height=300,
        size=len(MEDIA[key_of(f"{name}.mp4")]),
    )


def looked_at() -> SessionReport:
    """`refused_deploy`, looked at: a finding that the model confirmed, one that it dismissed against the rules, one that fell to the cap."""
    report = refused_deploy()
    refused, slow, dead = report.findings
    rules = refused.evidence.verdict
    assert refused.evidence.screen is not None
    refused_clip = replace(
        _clip(
            "refused",
            (13, 15, 17, 18, 19, 20, 21, 24, 33, 34, 46, 47, 50),
            Moment(finding_id=refused.id, start_ms=13_000, end_ms=50_000, at_ms=19_790),
            (Span(start_ms=25_000, end_ms=33_000), Span(start_ms=35_000, end_ms=46_000)),
        ),
        under=(Under(at_ms=19_534, node_id=31, label="Deploy", hit="span#btn-deploy"),),
        notes=("2 pictures, drawings or frames were not captured by the recorder and are hatched",),
        description=(
            "An editor with boxes joined by lines. The user changes a number in a panel, closes it, and presses the red Deploy button. A red box "
            "with “Deploy failed: EROFS” appears at the top; it goes, the user presses again, and it comes back, three times in all."
        ),
        described_by=GEMINI,
    )
    dead_clip = replace(
        _clip("dead", (9, 11, 12, 13, 14), Moment(finding_id=dead.id, start_ms=9_000, end_ms=14_500, at_ms=12_000)),
        under=(Under(at_ms=12_000, node_id=31, label="Deploy", hit="span#btn-deploy", disabled=True),),
        description="The pointer goes to a grey Deploy button and presses it. Nothing changes. The user then opens a panel.",
        described_by=GEMINI,
    )
    seen = (
        replace(
            refused,
            evidence=replace(
                refused.evidence,
                screen=replace(refused.evidence.screen, exact=True),
                clip=refused_clip,
                verdict=Verdict(
                    status=Status.CONFIRMED,
                    blocking=True,
                    reason="The same failure follows each of the three presses, and the marker of an unsaved change never goes.",
                    by=GEMINI,
                    cites=("e-toast-1", "e-500-3"),
                    saw="A red box at the top of the editor, “Deploy failed: EROFS: read-only file system”, after every press.",
                    frames=(20_000, 34_000, 47_000),
                    basis="video",
                ),
                earlier=(rules,) if rules is not None else (),
            ),
        ),
        slow,
        replace(
            dead,
            evidence=replace(
                dead.evidence,
                clip=dead_clip,
                verdict=Verdict(
                    status=Status.REFUTED,
                    blocking=False,
                    reason="The button was grey: nothing had been changed yet, so there was nothing to deploy.",
                    by=GEMINI,
                    saw="A grey button that looks disabled, and does not react.",
                    frames=(12_000,),
                    basis="frames",
                ),
                earlier=(
                    Verdict(status=Status.CONFIRMED, blocking=False, reason="The press had no visible effect within 2.5 s.", cites=("e-press-0",)),
                ),
            ),
        ),
    )
    looked = Looked(by=CHROMIUM, planned=2, rendered=2, chosen=(refused.id, dead.id), passed_over=(slow.id,))
    return replace(
        report,
        findings=seen,
        coverage=replace(report.coverage, looked=looked),
        usage=Spent(calls=2, input_tokens=9_400, output_tokens=610, cost=0.0051, seconds=6.2),
    )


def hardly_looked_at() -> SessionReport:
    """Two of three clips failed, each for its own reason."""
    report = looked_at()
    refused, slow, dead = report.findings

    def failed(start_ms: int, end_ms: int, reason: str) -> FailedClip:
        return FailedClip(plan=ClipPlan(session_id=report.session_id, shots=(Shot(window=0, instants=(start_ms, end_ms)),)), reason=reason)

    looked = Looked(
        by=CHROMIUM,
        planned=3,
        rendered=1,
        failed=(failed(21_000, 44_000, "the browser went down"), failed(5_000, 17_000, "no frame within 20 s")),
        chosen=(refused.id, slow.id, dead.id),
    )
    return replace(
        report,
        source="recordings/flows-03",
        findings=(refused, slow, refused_deploy().findings[2]),
        coverage=replace(report.coverage, looked=looked),
    )


def bought_kettle() -> SessionReport:
    """A clean success."""
    return SessionReport(
        session_id="01a203d0-9d1b-795e-918d-b7e86f9a7e0b",
        source="recordings/shop-01",
        started_at=STARTED + 1_141_077,
        duration_ms=113_036,
        active_ms=97_200,
        reader=Reader(),
        goal="Buy a copper kettle as a guest",
        outcome=Outcome(success=True, description="The order confirmation with a number was shown.", cites=("k-done",), basis="confirmation_shown"),
        segments=(
            Segment(
                index=0, name="Find the kettle", start_ms=0, end_ms=31_000, success=True, summary="Browsed Kitchen and opened the copper kettle."
            ),
            Segment(
                index=1,
                name="Check out as a guest",
                start_ms=31_000,
                end_ms=113_036,
                success=True,
                summary="Filled in the address, chose shipping, paid.",
                key_actions=(KeyAction(description="Order confirmed", at_ms=110_900, cites=("k-done",)),),
            ),
        ),
        findings=(),
        coverage=Coverage(snapshots=902, events=47, entries=120, windows=1, screens=58),
        marks=(mark("k-done", 110_900, "screen", "appeared: Your order has been placed, number 100023"),),
        user="guest 01a203d0",
        pages=("http://shop.fernhill.test/catalogue/",),
        active=(Span(start_ms=0, end_ms=60_000), Span(start_ms=71_000, end_ms=113_036)),
    )


def two_windows() -> SessionReport:
    """Several windows, read by a model, more than an hour long, losses of every sort."""
    lost = Finding(
        id="f0a1b2c3d4e5f604",
        kind=FindingKind.ABANDONMENT,
        symptom="abandonment",
        title="Left the import half way",
        description="The upload stood at 100 % in the second window with the spinner still turning; the user closed it.",
        blocking=True,
        status=Status.CONFIRMED,
        start_ms=3_710_000,
        end_ms=3_760_000,
        evidence=Evidence(
            entries=("w-up", "w-leave"),
            hits=(Hit(rule="endless_spinner", at_ms=3_710_000, end_ms=3_760_000, entries=("w-up",), thresholds={"for_ms": 30_000}, window=1),),
            screen=ScreenText(
                at_ms=3_760_000, window=1, page="http://books.fernhill.test/import/", after=("Importing…",), notes=("spinner still turning",)
            ),
            verdict=Verdict(status=Status.CONFIRMED, blocking=True, reason="The spinner never went.", by="google:gemini-2.5-flash", cites=("w-up",)),
        ),
    )
    return SessionReport(
        session_id="01a203ff-0000-7000-8000-000000000001",
        source="recordings/books-04",
        started_at=STARTED + 90_000_000,
        duration_ms=3_765_000,
        active_ms=1_205_000,
        reader=Reader(kind="model", model="google:gemini-2.5-flash", prompt_version="3"),
        goal="Import the bank statement of October",
        outcome=Outcome(success=False, description="The import never finished.", cites=("w-leave",), basis="model"),
        segments=(
            Segment(index=0, name="Look at the balance", start_ms=0, end_ms=3_600_000, success=None, summary="Read reports."),
            Segment(index=1, name="Import", start_ms=3_600_000, end_ms=3_765_000, success=False, summary="Chose a file and waited."),
        ),
        findings=(lost,),
        coverage=Coverage(
            snapshots=15_220,
            events=240,
            entries=388,
            windows=2,
            gaps=1,
            gap_ms=1_800_000,
            losses=RecordingLosses(
                unreadable_chunks=1,
                unreadable_snapshots=3,
                reordered=12,
                duplicates=1,
                windows_without_full=1,
                gaps=1,
                gap_ms=1_800_000,
                truncated=True,
                notes=("The second blob ends in the middle of a line.",),
            ),
            unreadable_events=2,
            unseen_ms=65_000,
            coarse=True,
            skew_ms=-1_400,
            screens=210,
            invented_cites=1,
        ),
        usage=Spent(calls=2, input_tokens=14_200, output_tokens=1_180, cost=0.0072, cached_calls=1, seconds=9.4),
        marks=(
            mark("w-up", 3_710_000, "screen", "spinner appeared: Importing…", 1),
            mark("w-leave", 3_764_000, "leave", "left /import/", 1),
        ),
        user="ledger@fernhill.test",
        pages=("http://books.fernhill.test/",),
        active=(Span(start_ms=0, end_ms=900_000), Span(start_ms=3_460_000, end_ms=3_765_000)),
        gaps=(Span(start_ms=1_200_000, end_ms=3_000_000),),
    )


def masked() -> SessionReport:
    """Most of the screen was masked; the outcome is unknown; the model's price too."""
    return replace(
        bought_kettle(),
        session_id="01a20400-0000-7000-8000-000000000002",
        source="recordings/masked-01",
        goal="",
        outcome=Outcome(success=None, description="Every text is masked, and no event names a result.", basis="no_signal"),
        coverage=Coverage(snapshots=88, entries=12, windows=1, screens=7, masked_share=0.93),
        reader=Reader(kind="rules", model="openai:gpt-5-mini", note="openai:gpt-5-mini timed out after 60 s"),
        usage=Spent(calls=1, cost=None),
        marks=(),
        segments=(),
        user="",
        active=(),
    )


def hostile() -> SessionReport:
    """Every text is an attack on whatever shows it."""
    found = refused_deploy().findings[0]
    screen = ScreenText(
        page=HOSTILE, before=(HOSTILE,), after=(HOSTILE, HOSTILE + "2"), appeared=(HOSTILE + "2",), gone=(HOSTILE + "3",), notes=(HOSTILE,)
    )
    hit = Hit(rule=HOSTILE, at_ms=1, end_ms=2, entries=(HOSTILE,), thresholds={HOSTILE: 1}, facts={HOSTILE: HOSTILE})
    verdict = Verdict(
        status=Status.CONFIRMED, blocking=True, reason=HOSTILE, by=HOSTILE, cites=(HOSTILE,), saw=HOSTILE, frames=(1, 10**12), basis=HOSTILE
    )
    plan = ClipPlan(
        session_id="../../" + HOSTILE,
        shots=(Shot(window=0, instants=(0, 0, 1)), Shot(window=3, instants=(2,))),
        moments=(Moment(finding_id=HOSTILE, start_ms=0, end_ms=2, at_ms=-5),),
    )
    clip = Clip(
        id=HOSTILE,
        plan=plan,
        frames=tuple(Frame(at_ms=at_ms, window=shot.window, blob=HOSTILE, note=HOSTILE) for shot in plan.shots for at_ms in shot.instants),
        video="../../" + HOSTILE,
        media_type=f"video/mp4;{HOSTILE}",
        width=-1,
        height=10**9,
        under=(Under(at_ms=0, node_id=-1, label=HOSTILE, hit=HOSTILE, covered=True, unseen=True, disabled=True, off_screen=True),),
        notes=(HOSTILE,),
        description=HOSTILE,
        described_by=HOSTILE,
    )
    evil = replace(
        found,
        id=HOSTILE,
        symptom=HOSTILE,
        title=HOSTILE,
        description=HOSTILE,
        evidence=Evidence(
            entries=(HOSTILE,), hits=(hit,), screen=screen, clip=clip, verdict=verdict, earlier=(replace(verdict, status=Status.REFUTED),)
        ),
    )
    return replace(
        refused_deploy(),
        session_id="../../" + HOSTILE,
        source=HOSTILE,
        user=HOSTILE,
        goal=HOSTILE,
        reader=Reader(kind="model", model=HOSTILE, prompt_version=HOSTILE, note=HOSTILE),
        outcome=Outcome(success=False, description=HOSTILE, cites=(HOSTILE,), basis=HOSTILE),
        segments=(
            Segment(
                index=0,
                name=HOSTILE,
                start_ms=0,
                end_ms=57_437,
                success=None,
                summary=HOSTILE,
                key_actions=(KeyAction(description=HOSTILE, at_ms=3, cites=(HOSTILE,), finding_id=HOSTILE),),
            ),
        ),
        findings=(evil, replace(evil, id=HOSTILE + "r", status=Status.REFUTED)),
        coverage=Coverage(
            folded={HOSTILE: 1},
            dropped={HOSTILE: 2},
            notes=(HOSTILE,),
            noise=(Noise(what=HOSTILE, reason=HOSTILE, at_ms=0, count=1, entries=(HOSTILE,)),),
            looked=Looked(
                by=HOSTILE,
                planned=1,
                failed=(FailedClip(plan=replace(plan, shots=plan.shots[1:], moments=()), reason=HOSTILE),),
                chosen=(HOSTILE,),
                passed_over=(HOSTILE,),
            ),
        ),
        marks=(mark(HOSTILE, 1, HOSTILE, HOSTILE),),
        pages=(HOSTILE,),
    )


def failed() -> FailedSession:
    return FailedSession(session_id="01a20401", source="recordings/broken-01", reason="no snapshot could be read and there are no events")


def run(*sessions: SessionReport) -> RunReport:
    """All of the above, or the sessions given."""
    return RunReport(
        sessions=sessions or (refused_deploy(), bought_kettle(), two_windows(), masked(), hostile()),
        failed=(failed(),),
        skipped=(("recordings/notes.txt", "not a recording: plain text"),),
        model="google:gemini-2.5-flash",
        seconds=41.7,
        stopped="the budget of $0.01 is used up",
    )


def many(number: int) -> RunReport:
    """`number` sessions for size: the same three over and over under other ids."""
    kinds = (refused_deploy(), bought_kettle(), two_windows())
    sessions = (
        replace(kinds[n % 3], session_id=f"s-{n:04}", started_at=STARTED + n * 600_000, user=f"user-{n % 36}@fernhill.test") for n in range(number)
    )
    return RunReport(sessions=tuple(sessions), seconds=number * 0.4)
