"""The part of the show that is taught commands, step by step."""
