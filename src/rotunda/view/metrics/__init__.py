"""What the numbers of an account were, day by day."""
