"""The instructions of `summarize`, and the version that stands for them in every cache key."""

from __future__ import annotations

import json
from importlib.resources import files

from onlooker.domain.ids import content_id
from onlooker.summarize.reply import reply_schema

PROMPT = files("onlooker.summarize").joinpath("prompt.md").read_text(encoding="utf-8")
SCHEMA = reply_schema()
PROMPT_VERSION = content_id(PROMPT, json.dumps(SCHEMA, sort_keys=True))[:8]
"""Changes with any change of the prompt or of the reply's shape, so that a changed question is always asked anew."""
