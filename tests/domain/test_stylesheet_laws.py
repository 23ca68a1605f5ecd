from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.media import media_holds
from onlooker.domain.selector_text import parse_selectors
from onlooker.domain.stylesheet import parse_declarations, parse_sheet

pieces = st.lists(
    st.sampled_from(
        [
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            '"',
            "'",
            "\\",
            "/*",
            "*/",
            "@media ",
            ":not(",
            "::",
            ":is(",
            ".a",
            "#b",
            "c",
            ">",
            "~",
            "+",
            ",",
            ";",
            "display:none",
            " ",
            "url(",
        ]
    )
    | st.text(max_size=3),
    max_size=30,
).map("".join)


@given(pieces)
def test_any_text_is_read_without_raising(text: str) -> None:
    parse_sheet(text)
    parse_selectors(text)
    parse_declarations(text)
    media_holds(text, 1280, 720)


def test_hostile_text_takes_linear_time() -> None:
    started = time.process_time()
    for text in ('"' * 200_000, "{" * 200_000, "a" * 200_000, ":not(" * 50_000, "/*" * 100_000, "a," * 100_000 + "{display:none}", "\\" * 200_000):
        parse_sheet(text)
        parse_sheet(f"{text[:20_000]} {{ display: none }}")
    assert time.process_time() - started < 5
