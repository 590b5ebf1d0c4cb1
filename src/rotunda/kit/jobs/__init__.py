"""Work that is kept in the database until it is done, by whichever process has time for it."""
