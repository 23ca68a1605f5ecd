"""How well reports tell what is labelled: the program scores with the same figures (`onlooker eval`)."""

from onlooker.domain.scoring import SLACK_MS, Case, Claim, Moment, Said, Score, Told, Truth, faults, score
from onlooker.domain.scoring import Labelled as Issue

__all__ = ["SLACK_MS", "Case", "Claim", "Issue", "Moment", "Said", "Score", "Told", "Truth", "faults", "score"]
