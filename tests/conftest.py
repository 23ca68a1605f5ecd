"""Every test runs the same way everywhere: no setting and no key of the machine counts, and generated examples are the same in each run.

`HYPOTHESIS_PROFILE=explore` looks for new examples instead.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from onlooker.llm import KEY_VARIABLES

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=False)
settings.register_profile("explore", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_configure(config: pytest.Config) -> None:
    keys = {variable for variables in KEY_VARIABLES.values() for variable in variables}
    for name in list(os.environ):
        if name.startswith("ONLOOKER_") or name in keys:
            del os.environ[name]
    os.environ["ONLOOKER_CLIPS"] = "off"  # a test that looks says so itself: the others read, and need no browser
