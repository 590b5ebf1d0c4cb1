"""Probabilistic linkage, the third step of matching: it suggests and never links.

The models are plain declarations (`people`, `companies`). They run with Splink on DuckDB in a process of their own
(`offline` starts `python -m rotunda.identity.linkage`), so the service never imports either and gets its memory back.
"""
