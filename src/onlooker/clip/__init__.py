"""What to look at, and when: `choose` says which findings deserve a clip, `plan` which instants of which window show them, `whole` films a
session from end to end; `script` makes of a plan what a renderer plays, `Onward` shot after shot."""

from onlooker.clip.choose import Choice, choose, doubtful
from onlooker.clip.followed import seen_from
from onlooker.clip.limits import LookLimits
from onlooker.clip.onward import Onward
from onlooker.clip.plan import plan
from onlooker.clip.script import script, scripts
from onlooker.clip.whole import whole

__all__ = ["Choice", "LookLimits", "Onward", "choose", "doubtful", "plan", "script", "scripts", "seen_from", "whole"]
