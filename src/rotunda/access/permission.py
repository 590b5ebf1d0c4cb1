"""What a route may require. Every route names one; a route without one stops the start."""

from enum import StrEnum


class Permission(StrEnum):
    """Which door may be opened. What is seen behind it is a matter of reach and scope (see `roles`)."""

    PUBLIC = "public"
    """Open to everybody, signed in or not: health, sign-in, the page's own files."""

    SIGNED_IN = "signed_in"
    ACCOUNT_LIST = "account_list"
    ACCOUNT_VIEW = "account_view"
    SECTION_DRILL = "section_drill"
    LOOKUP = "lookup"

    ACCOUNT_MERGE = "account_merge"
    """Merge, undo, split, keep apart, set a parent: who is which customer."""

    CONNECTION_READ = "connection_read"
    CONNECTION_MANAGE = "connection_manage"

    FIELD_EDIT = "field_edit"
    """Change what we own of a customer: names, tags, owners, custom fields."""

    SOURCE_WRITE = "source_write"
    """Have what one writes here written to the CRM, too."""

    FIELD_DEFINE = "field_define"
    """Say which fields there are."""

    SIGNAL_DEFINE = "signal_define"
    """Say from when on a fact is a signal."""

    SCORE_DEFINE = "score_define"
    """Say what health is judged by."""

    MATCH_REVIEW = "match_review"
    """Which records and accounts may be the same customer, and to decide it."""

    AUDIT_ACCOUNT = "audit_account"
    """Who looked at this customer."""

    AUDIT_READ = "audit_read"
    """The whole audit log."""
