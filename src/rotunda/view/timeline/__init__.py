"""The timeline of a customer, and words over all timelines, as one viewer may read them."""
