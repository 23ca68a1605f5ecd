"""What the search tries to make more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from judging import Numbers, Session, judged
from scoring import Score, score
from tables import figure


def worth(apps: Sequence[Sequence[Session]], candidate: Numbers) -> float:
    """The mean of the main figures, and of that over the applications: one with many recordings counts as much as one with few."""
    return sum(_worth(score(judged(some, candidate))) for some in apps) / len(apps)


def _worth(counted: Score) -> float:
    """What cannot be measured in this application is left out; what could have been and was not (no finding at all) is worth nothing."""
    measured = [figure(counted, name) for name, there in _measurable(counted).items() if there]
    calm = [1 - counted.cried_wolf] if counted.cried_wolf is not None else []
    parts = [*(part or 0.0 for part in measured), *calm]
    return sum(parts) / len(parts)


def _measurable(counted: Score) -> Mapping[str, int]:
    """Figure -> how many there are to be counted."""
    return {
        **dict.fromkeys(("recall", "precision", "kind"), counted.issues),
        **dict.fromkeys(("blocking_recall", "blocking_precision"), counted.blocking),
        "outcome": counted.outcomes,
        "twins": counted.pairs,
    }
