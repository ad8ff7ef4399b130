"""Sound in and out, and the program and monitor buses made of it."""
