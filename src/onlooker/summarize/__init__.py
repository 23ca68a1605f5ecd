"""Transcript -> Summary with a model (`ask`, `read`, `combine`), or Timeline -> Summary by rules alone (`by_rules`)."""

from onlooker.summarize.ask import ask
from onlooker.summarize.combine import combine
from onlooker.summarize.partial import partial
from onlooker.summarize.prompt import PROMPT_VERSION
from onlooker.summarize.read import read
from onlooker.summarize.rules import by_rules

__all__ = ["PROMPT_VERSION", "ask", "by_rules", "combine", "partial", "read"]
