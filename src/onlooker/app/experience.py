"""What runs have taken of what was foreseen, kept where media are, so that the next estimate is closer."""

from __future__ import annotations

import msgspec

from onlooker.domain.experience import Experience
from onlooker.domain.report import RunReport
from onlooker.ports import NoteStore

_KEY = "experience of estimates"


def learnt(notes: NoteStore) -> Experience:
    noted = notes.noted(_KEY)
    try:
        return msgspec.json.decode(noted, type=Experience) if noted else Experience()
    except msgspec.MsgspecError:
        return Experience()


def learn(run: RunReport, notes: NoteStore) -> None:
    """Call it once for a run that has ended. Of two runs that end at the same instant, one is forgotten."""
    before = learnt(notes)
    after = before.after(run)
    if after != before:
        notes.note(_KEY, msgspec.json.encode(after))
