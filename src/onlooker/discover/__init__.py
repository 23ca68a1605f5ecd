"""What recurs across sessions, told once.

examine(report)                 -> Examined         a session as patterns see it
by_signature(examined)          -> Groups           troubles of several sessions that are one problem, without a model
measure(groups, examined, …)    -> PatternReport    everything that is counted about them, and which are known from before
"""

from onlooker.discover.examine import examine
from onlooker.discover.group import Group, Suffered
from onlooker.discover.joining import by_signature
from onlooker.discover.measure import measure
from onlooker.discover.values import examined_of, examined_values

__all__ = ["Group", "Suffered", "by_signature", "examine", "examined_of", "examined_values", "measure"]
