"""Numbers that conversations and customers had in systems that are gone: imported, kept, found."""
