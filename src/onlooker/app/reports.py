"""Reports on paper: written, rendered, and read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from onlooker import config
from onlooker.domain.report import RunReport, SessionReport
from onlooker.errors import SettingError
from onlooker.ports import BlobStore

FORMS = ("json", "md", "html")


def write(report: RunReport, out: str | Path, *, blobs: BlobStore | None = None) -> tuple[str, ...]:
    """`<session_id>.json` for each session, `report.html` and `report.md` into the folder `out`, and the clips they show into `clips` there, each
    whole or not at all; the paths of the reports. `blobs` holds the clips' media, by default where `watch` keeps them. Raises InputError when the
    folder cannot be written."""
    from onlooker.sinks import write_folder  # noqa: PLC0415 - templates load only where something is written

    return write_folder(report, str(out), _kept(report) if blobs is None else blobs.get)


def check_out(out: str) -> None:
    """Raises InputError when `write` could not write to the folder `out`; ask before the reading, not after it."""
    from onlooker.sinks import check_folder  # noqa: PLC0415

    check_folder(out)


def render(report: RunReport | SessionReport, form: str, *, beside: str | Path | None = None) -> str:
    """The report as text: "json", "md" or "html". HTML holds the clips, where they are kept: where `watch` keeps them, and `beside` the report it
    was read from."""
    from onlooker import sinks  # noqa: PLC0415

    run = report if isinstance(report, RunReport) else RunReport(sessions=(report,))
    match form:
        case "json":
            return sinks.render_json(report)
        case "md":
            return sinks.render_markdown(run)
        case "html":
            kept = _kept(run)
            return sinks.render_html(run, kept if beside is None else sinks.either(sinks.beside(Path(beside)), kept))
        case _:
            raise SettingError(f"no form {form!r}; there are {', '.join(FORMS)}")


def load(path: str | Path) -> RunReport:
    """A report written before: one session's JSON, or a folder of them. Raises InputError when it is none."""
    from onlooker.sinks import read_reports  # noqa: PLC0415

    return read_reports(str(path))


def _kept(run: RunReport) -> Callable[[str], bytes]:
    """Where a run keeps its clips. A report without any needs no settings."""
    from onlooker.sinks.media import clips, nothing_kept  # noqa: PLC0415
    from onlooker.stores import open_blobs  # noqa: PLC0415

    return open_blobs(config.load().blob_place).get if any(True for _ in clips(run)) else nothing_kept
