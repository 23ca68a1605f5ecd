"""Sinks: where a report goes. One package a form, `folder` for the disk.

A sink decides nothing about a session; it shows what the report says. Recorded text is hostile here too: it is escaped for the form
it goes into.
"""

from onlooker.sinks.folder import check_folder, read_reports, write_folder
from onlooker.sinks.html.page import render_html
from onlooker.sinks.json.encode import render_json
from onlooker.sinks.markdown.page import render_markdown
from onlooker.sinks.media import beside, either

__all__ = ["beside", "check_folder", "either", "read_reports", "render_html", "render_json", "render_markdown", "write_folder"]
