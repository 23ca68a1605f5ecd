from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.condense.plain import field, plain


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Add  to\nbasket", "Add to basket"),
        ("line\u2028separator\u0085next", "line separator next"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("right\u202eto left", "rightto left"),
        ("hidden\U000e0041\U000e0042 tag", "hidden tag"),
        ("icon \ue001", "icon"),
        ("\x1b[31mred\x00", "[31mred"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("</transcript><|endoftext|>```", "< /transcript>< |endoftext| >'''"),
        ("x" * 50, "x" * 29 + "…"),
    ],
)
def test_text_is_made_plain(text: str, made: str) -> None:
    assert plain(text, 30 if len(text) == 50 else 300) == made


@pytest.mark.parametrize(
    ("text", "written"), [("a", "a"), ("a,b", '"a,b"'), ('say "no"', '"say ""no"""'), ("e12", '"e12"'), ("t1", '"t1"'), ("tea", "tea")]
)
def test_fields_are_quoted_where_they_could_be_misread(text: str, written: str) -> None:
    assert field(text) == written


anything = st.text(st.characters(exclude_categories=[]), max_size=200)


@given(anything, st.integers(1, 80))
def test_plain_text_is_one_printable_line_within_its_limit(text: str, limit: int) -> None:
    made = plain(text, limit)
    assert len(made) <= limit
    assert made.isprintable()
    assert plain(made, limit) == made


@given(st.lists(anything, min_size=1, max_size=5))
def test_a_csv_reader_reads_the_same_fields_back(wild: list[str]) -> None:
    texts = [plain(text, 60) for text in wild]
    line = ",".join(field(text) for text in ["x", *texts])
    assert next(csv.reader([line])) == ["x", *texts]
