"""What sources send by themselves: kept first, answered at once, and then made to count."""
