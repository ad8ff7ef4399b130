"""Numbers, prices, times and names as they are said, in four languages."""
