"""The summary without a model: plain sentences computed from pages, acts, messages on the screen, and findings."""

from onlooker.summarize.rules.compose import by_rules

__all__ = ["by_rules"]
