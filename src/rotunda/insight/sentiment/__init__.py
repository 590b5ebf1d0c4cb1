"""In which tone somebody writes, by words that one can check."""
