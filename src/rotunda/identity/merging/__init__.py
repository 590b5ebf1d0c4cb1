"""Accounts that are one customer: merged by moving a pointer, undone by moving it back. Nothing is rewritten."""
