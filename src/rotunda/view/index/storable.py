"""Texts of sources as PostgreSQL can hold and index them."""

LONGEST = 400


def storable(text: str | None) -> str | None:
    """PostgreSQL's text holds no NUL, and its indexes no long text."""
    return text.replace("\0", "\ufffd")[:LONGEST] if text is not None else None
