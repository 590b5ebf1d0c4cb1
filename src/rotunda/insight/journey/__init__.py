"""The way of a customer, from the first that anybody knew of them to the next renewal."""
