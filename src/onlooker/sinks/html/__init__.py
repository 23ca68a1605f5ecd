"""The report as one self-contained HTML file: `page` renders, `view` and `strip` say what is shown, the templates say where."""
