from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.screen import Element, Role, Screen, ScreenChange, ScreenLine, ScreenTrack
from onlooker.screen import evidence
from onlooker.screen.evidence import MOST_CHARACTERS


def line(text: str, role: Role = Role.TEXT) -> ScreenLine:
    return ScreenLine(text=text, role=role)


NAV = tuple(line(f"menu {number}") for number in range(20))
TRACK = ScreenTrack(
    changes=(
        ScreenChange(at_ms=0, window=0, appeared=(*NAV, line("Checkout", Role.HEADING), line("Pay now")), navigation=True, lines=22),
        ScreenChange(at_ms=9_000, window=0, appeared=(line("Processing payment…", Role.SPINNER),), gone=(line("Pay now"),), spinners=1, lines=22),
        ScreenChange(
            at_ms=10_000,
            window=0,
            appeared=(line("Pay now"), line("Payment failed: internal error (500)", Role.ALERT)),
            gone=(line("Processing payment…", Role.SPINNER),),
            values=(("Card number", "4242", ""),),
            lines=23,
        ),
        ScreenChange(at_ms=60_000, window=0, appeared=(line("Much later", Role.ALERT),), lines=24),
        ScreenChange(at_ms=10_100, window=1, appeared=(line("Another window", Role.ALERT),), lines=1),
    ),
    screens=(Screen(at_ms=61_000, window=0, url="http://x.test/", title="Shop | Checkout", lines=(), disabled=("Pay now",), masked=2),),
)


def test_what_matters_comes_first_and_menus_do_not_come() -> None:
    found = evidence(TRACK, start_ms=8_900, end_ms=9_500, window=0)
    assert found.appeared == ("Payment failed: internal error (500)", "Processing payment…")
    assert found.before == ("Checkout",)
    assert found.page == "Shop | Checkout"
    assert found.masked == 2
    assert "Card number: 4242 became empty" in found.notes
    assert not any("menu" in text for text in (*found.before, *found.after))


def test_a_message_that_came_and_went_is_told_and_marked() -> None:
    toast = line("Saving failed", Role.ALERT)
    track = ScreenTrack(
        changes=(
            ScreenChange(at_ms=0, window=0, appeared=(line("Save"), line("Old notice", Role.ALERT)), navigation=True, lines=2),
            ScreenChange(at_ms=1_000, window=0, appeared=(toast,), gone=(line("Save"), line("Old notice", Role.ALERT)), lines=1),
            ScreenChange(at_ms=3_000, window=0, appeared=(line("Save"),), gone=(toast,), lines=1),
        )
    )
    found = evidence(track, start_ms=900, end_ms=1_100, window=0)
    assert found.appeared == ("Saving failed",), "what was drawn anew is no change"
    assert found.gone == ("Old notice", "Saving failed")
    assert found.passing == {"Saving failed"}
    assert "Saving failed" not in (*found.before, *found.after)


def test_a_line_of_nothing_visible_is_no_line() -> None:
    track = ScreenTrack(changes=(ScreenChange(at_ms=5, window=0, appeared=(line("\u200b"), line("Saved")), lines=2),))
    assert evidence(track, start_ms=0, end_ms=10, window=0).appeared == ("Saved",)


def test_what_the_finding_left_standing() -> None:
    during = evidence(TRACK, start_ms=8_900, end_ms=9_100, window=0)
    assert "a spinner is still turning" not in during.notes
    before_answer = evidence(ScreenTrack(changes=TRACK.changes[:2]), start_ms=8_900, end_ms=9_100, window=0)
    assert "a spinner is still turning" in before_answer.notes


def test_nothing_happened_is_said() -> None:
    found = evidence(TRACK, start_ms=30_000, end_ms=31_000, window=0, near=Element(tag="button", label="Pay now"))
    assert found.notes[0] == "nothing on the screen changed"
    assert "Pay now is disabled" in found.notes
    assert found.before[0] == "Payment failed: internal error (500)"
    assert found.appeared == ()


def test_an_alert_shown_again_counts_as_appeared() -> None:
    track = ScreenTrack(changes=(ScreenChange(at_ms=5, window=0, again=(line("Refused", Role.ALERT),), navigation=True, lines=1),))
    assert evidence(track, start_ms=0, end_ms=10, window=0).appeared == ("Refused",)


def test_an_unseen_window_gives_empty_texts() -> None:
    found = evidence(ScreenTrack(), start_ms=0, end_ms=10, window=3)
    assert (found.before, found.after, found.appeared, found.gone, found.page) == ((), (), (), (), "")


lines_of_any_kind = st.lists(st.builds(ScreenLine, text=st.text(min_size=1, max_size=300), role=st.sampled_from(list(Role))), max_size=12).map(tuple)


@given(st.lists(st.tuples(st.integers(0, 20_000), lines_of_any_kind, lines_of_any_kind), max_size=8))
def test_the_budget_holds(rows: list[tuple[int, tuple[ScreenLine, ...], tuple[ScreenLine, ...]]]) -> None:
    changes = tuple(ScreenChange(at_ms=at, window=0, appeared=came, gone=went) for at, came, went in sorted(rows, key=lambda row: row[0]))
    found = evidence(ScreenTrack(changes=changes), start_ms=5_000, end_ms=6_000, window=0)
    texts = (*found.before, *found.after, *found.appeared, *found.gone)
    assert sum(map(len, texts)) <= MOST_CHARACTERS
    assert not set(found.after) & set(found.appeared)
    assert not set(found.before) & set(found.gone)
