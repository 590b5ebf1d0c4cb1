"""What the deals of an account say together: how fast they move, how they end, what they bring."""
