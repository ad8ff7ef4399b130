"""From the program to the viewers and to the disk."""
