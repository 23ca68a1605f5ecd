"""Whatever is sent that the API's own description allows, and some that it does not: no answer is a fault, and each is as described."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import content_type_conformance, not_a_server_error, response_schema_conformance, status_code_conformance
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

from onlooker.app.library import open_library
from onlooker.config import load
from onlooker.domain.catalogued import RunState
from onlooker.server.access import access_of
from onlooker.server.app import create_app
from onlooker.stores.catalogue import open_catalogue
from tests.stores.made import FINDING, begun, pattern, read, told

TOKEN = "a-token-of-some-length"
KNOWN = {"run_id": "run-1", "place": "a", "pattern_id": "p", "session_id": "s-a"}
"""What is there, so that more is asked than whether it is."""
_CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]


def _filled(home: Path) -> None:
    catalogue = open_catalogue(home / "catalogue.db")
    begun(catalogue)
    for number, place in enumerate("abc"):
        catalogue.end_session(replace(read(place, started_at=number), user="u", findings=1), [replace(FINDING, session_id=f"s-{place}")])
    catalogue.keep_patterns("run-1", told(pattern("p", "a", "b")), blob="gone")
    catalogue.end_run("run-1", RunState.DONE, ended_at=5)
    catalogue.close()


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    home = tmp_path_factory.mktemp("home")
    _filled(home)
    with open_library(load(home=home), roots=[]) as library:
        app = create_app(library, access=access_of("0.0.0.0", token=TOKEN))
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"Authorization": f"Bearer {TOKEN}"})


def test_no_answer_is_a_fault(described: BaseSchema) -> None:
    operations = [one.ok() for one in described.get_all_operations() if isinstance(one, Ok)]
    assert len(operations) > 25
    for operation in operations:

        @settings(max_examples=12, deadline=None, phases=[Phase.generate], derandomize=True, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(), known=st.booleans())
        def law(case: Case[Any], known: bool) -> None:
            if known and case.path_parameters:
                case.path_parameters = {name: KNOWN.get(name, value) for name, value in case.path_parameters.items()}
            case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"}, checks=_CHECKS)

        law()
