"""The report as Markdown, compact enough for an issue: `render` in `page`, one session in `session`, recorded text made harmless in `escape`."""
