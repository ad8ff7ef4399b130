"""Words, spoken or typed, to invocations of commands."""
