"""HTTP in, schema out: a module per resource. No rule and no SQL."""
