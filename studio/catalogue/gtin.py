"""Numbers of barcodes."""

LENGTHS = (8, 12, 13, 14)


def is_valid(gtin: str) -> bool:
    """Whether it has a length that exists and its last digit fits the others.

    Source: GS1 General Specifications, 7.9.1: weights 3 and 1 in turn, from the right.
    """
    if len(gtin) not in LENGTHS or not (gtin.isascii() and gtin.isdigit()):
        return False
    digits = [int(d) for d in reversed(gtin)]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def padded(digits: str) -> str:
    """A number that lost its leading zeros, in the shortest length that exists; else as it is."""
    return next((digits.zfill(n) for n in LENGTHS if len(digits) <= n), digits)
