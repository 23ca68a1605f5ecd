"""The report as Markdown: what stands in it, and that recorded text stays text on GitHub."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from onlooker.domain.words import one_line
from onlooker.sinks.markdown.escape import code, text
from onlooker.sinks.markdown.page import render_markdown
from tests.sinks import reports


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
