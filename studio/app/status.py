"""The exit statuses of the command line, beside 0."""

FOUND = 1
"""What was looked for is there, as claims that should not be made."""
FAILED = 2
"""What was asked could not be done."""
INTERRUPTED = 130
"""What shells give a program that Ctrl+C ended."""
