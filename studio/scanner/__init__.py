"""Reads codes of retail from a camera's pictures and from files."""
