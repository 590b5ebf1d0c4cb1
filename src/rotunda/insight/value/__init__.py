"""What a customer is worth: how long customers stay, what one brings over its lifetime, what it kept and added."""
