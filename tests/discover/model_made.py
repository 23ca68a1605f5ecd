"""Troubles for requests about patterns, and what they are asked from."""

from __future__ import annotations

from dataclasses import replace

from onlooker.discover.model import Draft, Material, units, with_missed_goals
from onlooker.domain.pattern import Examined
from tests.discover.made import SHOP, dead, failed, says, session, thrown, wanderer

SAVE = failed(f"{SHOP}/api/notes", 500)
SESSIONS: tuple[Examined, ...] = (
    session("n0", says(f"{SHOP}/notes", "Save", "Your note was not stored.", SAVE), acts=["Wrote a note."]),
    session("n1", says(f"{SHOP}/notes", "Save", "Your note was not stored.", SAVE)),
    session("n2", says(f"{SHOP}/notes", "Save", "We are having trouble, come back tomorrow.", SAVE)),
    session("b0", says(f"{SHOP}/basket", "Update", "Something went wrong.")),
    session("b1", says(f"{SHOP}/basket", "Update", "Something went wrong.")),
    session("p0", says(f"{SHOP}/profile", "Save", "Something went wrong.")),
    session("z0", dead(f"{SHOP}/item/wool-throw_12", "Add to basket", thrown("TypeError", "x is undefined"))),
    wanderer("w0", "/", "/garden_2", "/kitchen_1", "/garden_2", "/textiles_4", searched="towels"),
    replace(
        session("m0", pages=[f"{SHOP}/", f"{SHOP}/help"], acts=["Opened “Help”."]), success=False, goal="Find towels", outcome="Left without towels."
    ),
)
TOLD = with_missed_goals(SESSIONS)
MATERIAL = Material(units=units(TOLD), sessions={one.session_id: one for one in TOLD})
PLACE = {session_id: place for place, unit in enumerate(MATERIAL.units) for session_id in unit.sessions}
"""The unit of each session."""
STORED, RENAMED, BASKET, PROFILE, DEAD, LOST, MISSED = (PLACE[name] for name in ("n0", "n2", "b0", "p0", "z0", "w0", "m0"))
ALL = tuple(range(len(MATERIAL.units)))


def label(place: int) -> str:
    """In a request that tells all units."""
    return f"t{place + 1}"


NOTES = Draft(units=(STORED, RENAMED), title="Notes are not stored", cause="The call that stores a note fails.", description="People press Save.")
UPDATE = Draft(units=(BASKET,), title="The basket is not updated")
TOWELS = Draft(units=(LOST, MISSED), title="Towels are not found")
DRAFTS = (NOTES, UPDATE, TOWELS)
