"""Bytes -> Recording and EventLog. Packing, JSON shape and repair are three steps: `unpack`, `records`, `repair`; contents stay lazy.

Before that, for the sources: `recognise` and `survey` tell what a file is and whose, `split` parts one that holds several sessions.
"""

from onlooker.decode.events import events
from onlooker.decode.recognise import HEAD, recognise, survey
from onlooker.decode.recording import recording
from onlooker.decode.splitting import split

__all__ = ["HEAD", "events", "recognise", "recording", "split", "survey"]
