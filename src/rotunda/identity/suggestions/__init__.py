"""The review queue: pairs that may be the same customer, and what people decided about them."""
