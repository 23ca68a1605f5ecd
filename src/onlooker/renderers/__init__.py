"""Renderers: scripts in, frames and video out."""

from onlooker.renderers.chromium import Chromium
from onlooker.renderers.encode import FORMS, MP4, WEBM, Form
from onlooker.renderers.find import find_browser

__all__ = ["FORMS", "MP4", "WEBM", "Chromium", "Form", "find_browser"]
