"""Lists and search: an index of facts that readings leave behind, each with its source and date."""
