"""Reports on paper: written, rendered, and read back."""

from __future__ import annotations

from pathlib import Path

from onlooker.domain.report import RunReport, SessionReport
from onlooker.errors import SettingError

FORMS = ("json", "md", "html")


def write(report: RunReport, out: str | Path) -> tuple[str, ...]:
    """`<session_id>.json` for each session, `report.html` and `report.md` into the folder `out`, each whole or not at all; the paths
    written. Raises InputError when the folder cannot be written."""
    from onlooker.sinks import write_folder  # noqa: PLC0415 - templates load only where something is written

    return write_folder(report, str(out))


def check_out(out: str) -> None:
    """Raises InputError when `write` could not write to the folder `out`; ask before the reading, not after it."""
    from onlooker.sinks import check_folder  # noqa: PLC0415

    check_folder(out)


def render(report: RunReport | SessionReport, form: str) -> str:
    """The report as text: "json", "md" or "html"."""
    from onlooker import sinks  # noqa: PLC0415

    run = report if isinstance(report, RunReport) else RunReport(sessions=(report,))
    match form:
        case "json":
            return sinks.render_json(report)
        case "md":
            return sinks.render_markdown(run)
        case "html":
            return sinks.render_html(run)
        case _:
            raise SettingError(f"no form {form!r}; there are {', '.join(FORMS)}")


def load(path: str | Path) -> RunReport:
    """A report written before: one session's JSON, or a folder of them. Raises InputError when it is none."""
    from onlooker.sinks import read_reports  # noqa: PLC0415

    return read_reports(str(path))
