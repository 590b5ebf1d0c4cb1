"""Which record is which account: pure rules over the sources' lists of customers. No I/O, no clock, no database."""
