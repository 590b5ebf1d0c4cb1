"""Asking sources every few minutes what has changed, page by page, from where the last page ended."""
