"""Earshot Studio: a livestream studio that a blind person runs alone."""
