"""Signals over the whole book: kept as they open and close, shown to whoever may read them, and what is done about
each.
"""
