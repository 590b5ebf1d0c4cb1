"""What happened with customers: events of all sources in one order, kept once, attributed, and read by page."""
