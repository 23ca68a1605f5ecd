"""Sinks: where a report goes. Each form is rendered by one function from the domain's report; `folder` writes and reads them on disk.

A sink decides nothing about a session; it shows what the report says. Recorded text is hostile here too: it is escaped for the form
it goes into.
"""
