"""How a customer is doing, 0 to 100, with everything that the number is made of."""
