"""All that a web face shows and does, over the catalogue and the store: plain values and the nouns of the domain, nothing of HTTP."""

from onlooker.app.library.asked import RunAsked, Words
from onlooker.app.library.calls import CallMade, SentPart
from onlooker.app.library.chunks import Chunk
from onlooker.app.library.following import Following, RunEvent
from onlooker.app.library.library import Library, open_library
from onlooker.app.library.media import Medium
from onlooker.app.library.patterns import PatternInRun, PatternLine, PatternView
from onlooker.app.library.recordings import Outline, WindowOutline
from onlooker.app.library.running import Foreseeing
from onlooker.app.library.runs import RunLine
from onlooker.app.library.sessions import Around, SessionPage, SessionPattern
from onlooker.app.library.today import Today
from onlooker.domain.feedback import About, Feedback

__all__ = [
    "About",
    "Around",
    "CallMade",
    "Chunk",
    "Feedback",
    "Following",
    "Foreseeing",
    "Library",
    "Medium",
    "Outline",
    "PatternInRun",
    "PatternLine",
    "PatternView",
    "RunAsked",
    "RunEvent",
    "RunLine",
    "SentPart",
    "SessionPage",
    "SessionPattern",
    "Today",
    "WindowOutline",
    "Words",
    "open_library",
]
