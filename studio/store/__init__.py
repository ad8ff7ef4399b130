"""What survives a restart: one SQLite file, and the secrets beside it."""
