"""Lists that somebody named, to come back to them: their own, and those shared with their teams."""
