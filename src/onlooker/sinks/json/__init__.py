"""The report as JSON: `shape` is the published form, `encode` and `decode` go there and back without loss, `schema` publishes it."""
