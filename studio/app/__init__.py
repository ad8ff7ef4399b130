"""Builds every part, wires them, starts them, and stops them in reverse."""
