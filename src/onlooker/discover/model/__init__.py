"""The road of patterns that asks a model: four requests, each a pair of pure functions with the call between them made elsewhere.

extract.ask -> extract.read     troubles of a group of sessions -> candidate patterns
combine.ask -> combine.read     the candidates of all groups -> one list
assign.ask  -> assign.read      every trouble -> a pattern of the list, or none
check.ask   -> check.read       a second look: is a pattern one problem, and are two of them one?

What the model says are labels. `placed`, `completed` and `settled` hold them against the evidence; `measure` computes the rest.
"""

from onlooker.discover.model import assign, check, combine, extract
from onlooker.discover.model.alikes import alikes
from onlooker.discover.model.draft import ENOUGH, Draft
from onlooker.discover.model.heaps import Heaps, questions
from onlooker.discover.model.homes import homes
from onlooker.discover.model.leftover import completed
from onlooker.discover.model.material import Material
from onlooker.discover.model.missed import with_missed_goals, without_missed_goals
from onlooker.discover.model.placing import placed
from onlooker.discover.model.report import finished, group, marks
from onlooker.discover.model.second_look import settled
from onlooker.discover.model.standing import reach
from onlooker.discover.model.unit import Unit, units

__all__ = [
    "ENOUGH",
    "Draft",
    "Heaps",
    "Material",
    "Unit",
    "alikes",
    "assign",
    "check",
    "combine",
    "completed",
    "extract",
    "finished",
    "group",
    "homes",
    "marks",
    "placed",
    "questions",
    "reach",
    "settled",
    "units",
    "with_missed_goals",
    "without_missed_goals",
]
