"""What teammates write here, for whoever may write or read it."""
