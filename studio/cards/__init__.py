"""Product cards, drawn once per change."""
