"""Tests of what the streamer says to the studio."""
