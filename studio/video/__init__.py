"""Pictures in, and the program picture made of them."""
