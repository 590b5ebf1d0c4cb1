"""The page of one person at a customer, the list of them, and every conversation with them."""
