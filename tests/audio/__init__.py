"""Tests of the sound engine."""
