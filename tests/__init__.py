"""Tests of the studio, and the harness they stand on."""
