"""What things are: frozen values that any thread may hold."""
