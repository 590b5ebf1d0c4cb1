"""What keeps the book current. Knows no vendor."""
