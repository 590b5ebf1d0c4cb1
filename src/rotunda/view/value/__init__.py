"""What a customer is worth, for one viewer: revenue and retention; and how long customers stay, from the whole book."""
