"""Score models as an admin keeps them, and the scores of the whole book by them."""
