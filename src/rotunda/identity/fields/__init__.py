"""Facts that we own beside what sources say: names, tags, owners, and the fields that an admin defines."""
