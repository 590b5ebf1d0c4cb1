"""Who they are, who of us knows them, and where nobody does: over facts that are passed in."""
