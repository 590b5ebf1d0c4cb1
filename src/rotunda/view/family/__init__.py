"""Numbers of an account together with those of the accounts below it, as one viewer may see them."""
