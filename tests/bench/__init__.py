"""What the studio costs and how fast it answers: `python -m tests.bench`."""
