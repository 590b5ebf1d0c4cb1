"""What we own of a customer, as one viewer may see and change it."""
