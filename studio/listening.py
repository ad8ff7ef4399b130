"""The part of the show that knows whether, and to what, the studio listens."""
