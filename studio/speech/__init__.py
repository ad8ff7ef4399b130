"""What the studio says, and to whom."""
