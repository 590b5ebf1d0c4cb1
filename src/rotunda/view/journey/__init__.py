"""The way of a customer, as far as one viewer may be told of it."""
