"""The SQL of accounts, their links and the records that identify them."""
