"""Rotunda: one screen per customer, read live from the systems that own the facts."""

__version__ = "0.1.0"
