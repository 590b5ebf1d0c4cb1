"""How likely a customer is to leave, from the signals that stand open."""
