"""The report as Markdown: what stands in it, and that recorded text stays text on GitHub."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from onlooker.domain.words import one_line
from onlooker.sinks.markdown.escape import code, text
from onlooker.sinks.markdown.page import render_markdown
from onlooker.sinks.media import places
from tests.sinks import recurring, reports


def inline(markdown: str) -> list[Token]:
    return [child for token in MarkdownIt("commonmark").enable("table").parse(markdown) for child in token.children or ()]


def shown(markdown: str) -> str:
    """The characters a reader sees, without the word joiners that break links."""
    return "".join(token.content for token in inline(markdown)).replace("\u2060", "")


@pytest.mark.parametrize(
    ("recorded", "written"),
    [
        ("Deploy was refused", "Deploy was refused"),
        ("<img src=x>", "\\<img src=x\\>"),
        ("a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`"),
        ("see #12 by @mira", "see \\#\u206012 by @\u2060mira"),
        ("- not a list", "\\- not a list"),
        ("1. not a list", "1\\. not a list"),
        ("a | b", "a \\| b"),
        ("http://evil.test", "http\u2060://evil.test"),
        ("two\nlines", "two lines"),
    ],
)
def test_text_is_escaped(recorded: str, written: str) -> None:
    assert text(recorded) == written


@pytest.mark.parametrize(("recorded", "written"), [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("", ""), ("a\nb", "`a b`")])
def test_code_is_fenced(recorded: str, written: str) -> None:
    assert code(recorded) == written


@given(st.text(max_size=60))
def test_any_text_is_shown_with_its_own_characters_and_makes_no_markup(recorded: str) -> None:
    for before in ("", "x "):
        line = f"{before}{text(recorded)}"
        assert {token.type for token in MarkdownIt("commonmark").parse(line)} <= {"paragraph_open", "inline", "paragraph_close"}
        assert {token.type for token in inline(line)} <= {"text", "text_special"}
        assert " ".join(shown(line).split()) == " ".join(f"{before}{one_line(recorded)}".replace("\u2060", "").split())


def test_the_order_is_outcome_findings_what_happened_dismissed_coverage() -> None:
    written = render_markdown(reports.run(reports.refused_deploy()))
    parts = [
        "**The user did not reach the goal.**",
        "**Findings**",
        "**Deploy was refused three times**",
        "Rule failed request (status from 400",
        "**What happened**",
    ]
    parts += ["**Looked at and dismissed**", "The button was disabled", "**Coverage** Read 428 snapshots"]
    places = [written.index(part) for part in parts]
    assert places == sorted(places)


def test_hostile_text_makes_no_tag_no_link_and_no_picture() -> None:
    tokens = inline(render_markdown(reports.run(reports.hostile())))
    assert {token.type for token in tokens} <= {"text", "text_special", "code_inline", "strong_open", "strong_close", "softbreak", "hardbreak"}


def test_what_was_seen_and_where_the_clip_lies_stands_below_the_finding() -> None:
    run = reports.run(reports.looked_at())
    written = render_markdown(run, {reports.key_of("refused.mp4"): "clips/refused.mp4"})
    parts = [
        "   - Why: The same failure follows each of the three presses",
        " marker of an unsaved change never goes. (google:gemini-2.5-flash, from the clip)",
        "   - The user saw: A red box at the top of the editor",
        " (0:20, 0:34, 0:47)",
        "   - Clip `clips/refused.mp4`: 0:13\u20130:50 at 8\u00d7 speed in 13 frames, 19 s left out",
        "nothing to deploy. (google:gemini-2.5-flash, from the frames of the clip)",
        "  - The user saw: A grey button",
        "  - The rules had said confirmed: The press had no visible effect within 2.5 s.",
        "  - Clip: 0:09\u20130:14 at 8\u00d7 speed in 5 frames",
        "  - Pressed: 0:12 “Deploy” was disabled",
    ]
    places = [written.index(part) for part in parts]
    assert places == sorted(places)


def test_most_clips_failing_stands_above_all_else() -> None:
    written = render_markdown(reports.run(reports.hardly_looked_at(), reports.bought_kettle()))
    cause = "2 of 3 clips could not be looked at: no frame within 20 s; the browser went down."
    places = [written.index(f"**Most clips failed.** {cause}"), written.index("| Session |")]
    places += [written.index(f"**Most clips of this session failed.** {cause}"), written.index("**The user did not reach the goal.**")]
    assert places == sorted(places)


def test_many_sessions_are_folded_under_their_line() -> None:
    written = render_markdown(reports.many(9))
    assert written.count("<details>") == written.count("</details>") == 9
    assert written.count("\n| `s-") == 9


def test_a_failed_session_is_a_row() -> None:
    assert "| `01a20401` | | could not be read | no snapshot could be read and there are no events |" in render_markdown(reports.run())


def test_what_recurs_stands_first_with_its_numbers_and_its_examples() -> None:
    run = recurring.run()
    written = render_markdown(run, {reports.key_of("refused.mp4"): "clips/refused.mp4"})
    parts = [
        "# Onlooker: 2 problems recur in 6 sessions, 1 of them blocking",
        "Asked: what goes wrong when people deploy?",
        "7 sessions of 6 users: 2 reached the goal, 4 did not, 1 could not be read.",
        "## What recurs",
        "| 1 | “Deploy” fails: read-only file system | 81 | 4 of 6 (67%, 30% to 90%) | 4 | **yes** | back again, since 4.2 | `██·██·` |",
        "| 2 | Opened and closed the same dialog | 12 | 2 of 6 (33%, 10% to 70%) | 2 | no | new |  |",
        "### 1. “Deploy” fails",
        "Severity 81 of 100: reach 0.50 \u00d7 40, blocking 1.00 \u00d7 35, loss 1.00 \u00d7 15, recurrence 0.11 \u00d7 10.",
        "- What they share: The server cannot write its own file.",
        "- Before this run: It was taken for resolved: last seen 2026-11-13, then not in 48 sessions. Back since 2026-11-22.",
        "- Blocked: 4 of 4 (100%, 51% to 100%)",
        "- Outcome: 0 of 4 affected reached the goal (0%), 2 of 2 of the others (100%)",
        "- Seen: 2026-11-22 to 2026-11-26; 2 of 3 sessions before 2026-11-25 (67%), 2 of 3 from then on (67%)",
        "- Releases: 4\\.1: 0 of 2, 4.2: 4 of 4",
        "- Those who got there: 1 session did the same there and reached the goal; most went on like this: 1) Pressed “Save a copy”; 2) Went on",
        "  - 0:19, “Deploy”, in `s-0000`, user `user-0@fernhill.test`",
        "    - Before: Typed “45” into “alarm threshold”",
        "    - The user saw: A red box: Deploy failed: EROFS",
        "    - After: On screen: Deploy failed: EROFS → Pressed “Deploy” for the last time",
        "    - To see: [clip](clips/refused.mp4)",
        "- All: `s-0000`, `s-0001`, `s-0003`, `s-0004`",
        "**Muted**, taken for intended:",
        "- Deploy asks twice: 2 of 6 (33%, 10% to 70%). We want people to think again.",
        "- The chart stays empty (`/charts`). Last seen 2026-11-13",
        "2 problems more met one session alone.",
        "## What this rests on",
        "- 10 sessions selected: 6 read, 1 could not be read, 3 skipped.",
        "## What it cost",
        "| Looks at the screen | 2 |  | 8,000 | 400 | $0.0060 | $0.0040 |",
        "| In all | 3 | 1 | 17,000 | 1,300 | $0.0100 | $0.0050 |",
        "- $0.0020 Deploy was refused three times, session `s-0000`",
        "## The sessions",
        "| Session | Tried |",
    ]
    at = 0
    for part in parts:
        assert part in written[at:], part
        at = written.index(part, at)


def test_an_example_leads_to_its_clip_and_to_the_frames_around_the_moment() -> None:
    run = recurring.run()
    written = render_markdown(run, places(run))
    [frames] = {line.partition(", [")[2] for line in written.splitlines() if line.startswith("    - To see: [clip](clips/")}
    assert [word in frames for word in ("before, 0:", "at, 0:", "after, 0:")] == [True, True, True]


def test_of_very_many_sessions_only_those_are_told_that_stand_for_others_or_are_alone() -> None:
    run = recurring.run(60)
    alone = replace(run.sessions[-1], findings=(replace(reports.refused_deploy().findings[0], id="nobody-else"),))
    written = render_markdown(replace(run, sessions=(*run.sessions[:-1], alone)))
    assert written.count("<details>") == 4, "three examples, and the one that blocks for a reason of its own"
    assert "Told here: 4 of 60 sessions" in written
    assert written.count("\n| `s-") == 60, "the table has them all"


def test_hostile_patterns_make_no_tag_no_link_and_no_picture() -> None:
    tokens = inline(render_markdown(recurring.hostile()))
    assert {token.type for token in tokens} <= {"text", "text_special", "code_inline", "strong_open", "strong_close", "softbreak", "hardbreak"}
