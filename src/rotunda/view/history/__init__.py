"""What became of a customer, in one list: fields that were changed, merges, splits, and what people decided."""
