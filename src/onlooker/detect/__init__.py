"""What looks wrong, by rule: a timeline in, hits out. A hit is a suspicion with the thresholds and entries it rests on; verdicts come later."""

from onlooker.detect.findings import Found, findings
from onlooker.detect.rules import RULES, detect
from onlooker.detect.thresholds import DEFAULT, PRESETS, Preset, Thresholds

__all__ = ["DEFAULT", "PRESETS", "RULES", "Found", "Preset", "Thresholds", "detect", "findings"]
