"""Conversations by mail with one customer, as one viewer may read them."""
