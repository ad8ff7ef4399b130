"""Tests of catalogue files."""
