"""Recording + events + screen track -> Timeline: align the clocks, weave what both streams tell, fold what repeats."""

from onlooker.merge.align import Alignment, align
from onlooker.merge.weave import weave

__all__ = ["Alignment", "align", "weave"]
