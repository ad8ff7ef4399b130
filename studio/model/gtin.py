"""Numbers of barcodes, as GS1 defines them."""

LENGTHS = (8, 12, 13, 14)


def is_gtin(digits: str) -> bool:
    """Whether these are the digits of a GTIN, with the right check digit at the end.

    Source: GS1 General Specifications, section 7.9: from the right, the digits before the last
    count three times and once in turn; with the last the sum is a multiple of ten.
    """
    if len(digits) not in LENGTHS or not (digits.isascii() and digits.isdigit()):
        return False
    weighed = sum(
        int(digit) * (1 if place % 2 == 0 else 3) for place, digit in enumerate(reversed(digits))
    )
    return weighed % 10 == 0
