"""Reports in a folder: `<session_id>.json` for each session, of a run over several `patterns.json` and `run.json`, then `report.html`, `report.md`,
and in `clips` what they show; and reading them back.

All files are written beside their place first and moved there when every one is complete, so a reader, or the next run, never
meets half a report.
"""

from __future__ import annotations

import errno
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from onlooker.domain.ids import content_id
from onlooker.domain.read_again import HELD_UP_TO, ReadAgain
from onlooker.domain.report import FailedSession, RunReport, SessionReport
from onlooker.errors import InputError
from onlooker.sinks.html.page import html_pieces
from onlooker.sinks.json.decode import decode_facts, decode_patterns, decode_reports
from onlooker.sinks.json.encode import encode_facts, encode_patterns, encode_pretty
from onlooker.sinks.markdown.page import markdown_pieces
from onlooker.sinks.media import CLIPS, Fetch, beside, either, nothing_kept, places

SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
PATTERNS, FACTS = "patterns.json", "run.json"
SAFE_FILE = re.compile(SAFE_NAME.pattern + r"\.json")
OUR_HEAD = re.compile(rb'\{\s*"schema":\s*\d+,\s*"(examined|model)"')
RESERVED = ("report", "patterns", "run")


def check_folder(out_dir: str) -> None:
    """Raises InputError when `write_folder` could not write there; makes nothing. Ask before hours of reading, not after."""
    folder = Path(out_dir)
    try:
        if not out_dir.strip() or "\0" in out_dir:
            raise ValueError("no name of a folder")
        above = next((place for place in (folder, *folder.absolute().parents) if place.exists() or place.is_symlink()), folder)
        if not above.is_dir():
            raise InputError(f"--out {out_dir}: {above} is {'a link to nowhere' if above.is_symlink() else 'a file'}; give a folder")
        with tempfile.TemporaryFile(dir=above):
            pass
    except (OSError, ValueError) as refused:
        raise InputError(f"--out {out_dir}: cannot be written to ({_why(refused)}); give another folder") from None


def write_folder(run: RunReport, out_dir: str, blobs: Fetch = nothing_kept) -> tuple[str, ...]:
    """The paths of the reports, those for people last. `blobs` gives the media of clips; what it does not have and an earlier run left in `clips`
    is cited from there, and the rest is not. Files of earlier runs under other names stay. Raises InputError."""
    check_folder(out_dir)
    folder = Path(out_dir)
    fetch = either(blobs, beside(folder))
    made = [place for place in (folder / CLIPS, folder) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".onlooker-") as aside:
            files = _write_media(run, fetch, Path(aside))
            texts = [_written(Path(aside), name, pieces) for name, pieces in _texts(run, fetch, files)]
            names = (*files.values(), *texts)
            blocked = next((name for name in names if (folder / name).is_dir()), None)
            if blocked is not None:
                raise IsADirectoryError(errno.EISDIR, f"{blocked} is a folder there")
            if files:
                (folder / CLIPS).mkdir(exist_ok=True)
            for name in names:
                Path(aside, name).replace(folder / name)
            for name in (PATTERNS, FACTS):
                if name not in texts and _is_ours(folder / name):
                    (folder / name).unlink()
    except OSError as refused:
        for place in made:
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()
        raise InputError(f"--out {out_dir}: cannot be written ({_why(refused)}); nothing half-written was left; give another folder") from None
    return tuple(str(folder / name) for name in texts)


def _written(folder: Path, name: str, pieces: Iterable[str]) -> str:
    with (folder / name).open("wb") as file:
        file.writelines(piece.encode("utf-8", "replace") for piece in pieces)
    return name


def _write_media(run: RunReport, fetch: Fetch, aside: Path) -> dict[str, str]:
    """The place beside the report of each blob there is."""
    files = {}
    for key, name in places(run).items():
        try:
            data = fetch(key)
        except KeyError:
            continue
        files[key] = name
        (aside / CLIPS).mkdir(exist_ok=True)
        (aside / name).write_bytes(data)
    return files


def read_reports(path: str) -> RunReport:
    """A report file, JSON Lines of reports, or a folder written before; what a folder holds besides reports is passed over. Of a folder that a run
    over several sessions was written to last, that run. Raises InputError."""
    place = Path(path)
    try:
        if place.is_dir():
            return _read_folder(place)
        if place.exists() and not place.is_file():
            raise ValueError("neither a file nor a folder")
        return _run(list(decode_reports(place.read_bytes(), path)))
    except (OSError, ValueError) as refused:
        raise InputError(f"{path}: cannot be read ({_why(refused)}); give a report file or folder written by: onlooker watch --out") from None


def _read_folder(folder: Path) -> RunReport:
    facts = decode_facts((folder / FACTS).read_bytes(), str(folder / FACTS)) if _is_ours(folder / FACTS) else None
    files = [folder / name for name in facts.files if SAFE_FILE.fullmatch(name)] if facts is not None else sorted(folder.glob("*.json"))
    there = [file for file in files if file.is_file() and file.name not in (PATTERNS, FACTS)]
    run = _read_again(there) if len(there) > HELD_UP_TO else _run([report for file in there for report in _read_if_report(file)])
    if not run.sessions and not run.failed:
        raise InputError(f"{folder}: no report of Onlooker in this folder; to make one: onlooker watch RECORDING --out {folder}")
    patterns = decode_patterns((folder / PATTERNS).read_bytes(), str(folder / PATTERNS)) if _is_ours(folder / PATTERNS) else None
    return replace(facts.run if facts is not None else run, sessions=run.sessions, failed=run.failed, patterns=patterns)


def _read_again(files: Sequence[Path]) -> RunReport:
    """The same run, with one report in memory at a time."""
    places: list[tuple[Path, int]] = []
    failed: list[FailedSession] = []
    seconds, models = 0.0, set()
    for file in files:
        for place, report in enumerate(_read_if_report(file)):
            if isinstance(report, FailedSession):
                failed.append(report)
            else:
                places.append((file, place))
                seconds += report.usage.seconds
                models.add(report.reader.model)

    def read(number: int) -> SessionReport:
        file, place = places[number]
        try:
            report = next(islice(_read_if_report(file), place, None), None)
        except (OSError, ValueError) as refused:
            raise InputError(f"{file}: cannot be read any more ({_why(refused)})") from None
        if not isinstance(report, SessionReport):
            raise InputError(f"{file}: another report was written there meanwhile; ask again")
        return report

    model = ", ".join(sorted(models - {""})) or "none"
    return RunReport(sessions=ReadAgain(len(places), read), failed=tuple(failed), model=model, seconds=seconds)


def _is_ours(file: Path) -> bool:
    """Whether a file of this name was written here: another tool's may be called the same."""
    try:
        with file.open("rb") as opened:
            return OUR_HEAD.match(opened.read(100)) is not None
    except OSError:
        return False


def _run(found: list[SessionReport | FailedSession]) -> RunReport:
    sessions = tuple(report for report in found if isinstance(report, SessionReport))
    models = sorted({session.reader.model for session in sessions if session.reader.model})
    return RunReport(
        sessions=sessions,
        failed=tuple(report for report in found if isinstance(report, FailedSession)),
        model=", ".join(models) or "none",
        seconds=sum(session.usage.seconds for session in sessions),
    )


def _read_if_report(file: Path) -> Iterator[SessionReport | FailedSession]:
    content = file.read_bytes()
    if b'"session_id"' in content and b'"schema"' in content:
        yield from decode_reports(content, str(file))


def _texts(run: RunReport, fetch: Fetch, files: Mapping[str, str]) -> Iterator[tuple[str, Iterable[str]]]:
    """The name of each file and what stands in it, a piece at a time."""
    taken: dict[str, str] = {}
    for report in chain[SessionReport | FailedSession](run.sessions, run.failed):
        name = _name(report.session_id, report.source, taken)
        taken[name.lower()] = name
        yield f"{name}.json", (encode_pretty(report, files),)
    if run.patterns is not None:
        yield PATTERNS, (encode_patterns(run.patterns),)
    if len(taken) + len(run.skipped_sessions) > 1:
        yield FACTS, (encode_facts(run, [f"{name}.json" for name in taken.values()]),)
    yield "report.html", html_pieces(run, fetch, files)
    yield "report.md", markdown_pieces(run, files)


def _name(session_id: str, source: str, taken: Mapping[str, str]) -> str:
    """The session's id where it is fit for a file name on every system, else its harmless characters and a hash; a second session of the
    same id gets a hash of its source, so that neither is lost."""
    name = session_id
    if not SAFE_NAME.fullmatch(name) or name.lower() in RESERVED:
        name = f"{re.sub(r'[^A-Za-z0-9_-]+', '-', session_id).strip('-')[:60] or 'session'}-{content_id(session_id)}"
    while name.lower() in taken:
        name = f"{name[:100]}-{content_id(name, source)}"
    return name


def _why(refused: Exception) -> str:
    return (refused.strerror if isinstance(refused, OSError) else None) or str(refused) or type(refused).__name__
