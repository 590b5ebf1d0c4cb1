"""The review queue as one viewer may see it."""
