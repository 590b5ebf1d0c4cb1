"""Who looked at what: an append-only, hash-chained log that shows tampering.

Each writer (a process) has a chain of its own. Every row carries an HMAC over all of its columns and over the hash of
the row before it, made with a key that is not in the database. The head of each chain is kept, sealed, in a table and
in a file of checkpoints that may be kept elsewhere; a chain begins by naming the heads of the chains before it. So a
row that was altered, inserted, moved, deleted or cut off, and a whole chain that was removed, is found by whoever has
the key.
"""
