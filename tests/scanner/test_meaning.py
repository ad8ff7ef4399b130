"""What codes say: which of them name an article."""

import pytest

from studio.scanner.meaning import gtin_of


@pytest.mark.parametrize(
    ("kind", "text", "is_gs1", "gtin"),
    [
        ("EAN-13", "6901234567892", False, "06901234567892"),
        ("EAN-13", "0036000291452", False, "00036000291452"),
        ("EAN-8", "96385074", False, "00000096385074"),
        ("UPC-E", "0042100005264", False, "00042100005264"),
        ("ITF", "10012345000017", False, "10012345000017"),
        ("Code 128", "(01)10012345000017(17)271231", True, "10012345000017"),
        ("Code 128", "(17)271231(01)10012345000017", True, "10012345000017"),
        ("Code 128", "(02)10012345000017(37)12", True, "10012345000017"),
        ("Code 128", "6901234567892", False, "06901234567892"),
        ("Data Matrix", "(01)10012345000017(21)X", True, "10012345000017"),
        ("QR Code", "https://id.gs1.org/01/10012345000017", False, "10012345000017"),
        ("QR Code", "https://shop.example/01/6901234567892/10/AB?x=1", False, "06901234567892"),
        ("QR Code", "https://shop.example/gtin/036000291452", False, "00036000291452"),
        ("QR Code", "6901234567892", False, "06901234567892"),
    ],
)
def test_an_article_is_known_by_every_code_that_names_it(kind, text, is_gs1, gtin):
    assert gtin_of(kind, text, is_gs1=is_gs1) == gtin


@pytest.mark.parametrize(
    ("kind", "text", "is_gs1"),
    [
        ("EAN-13", "6901234567893", False),  # a wrong check digit
        ("ITF", "00000000000000", False),
        ("Code 128", "(01)10012345000018", True),
        ("Code 128", "(01)10012345000017", False),  # brackets that somebody printed
        ("Code 128", "96385074", False),  # a parcel's number, which passes once in ten
        ("Code 128", "(00)340123450000000018", True),  # a pallet
        ("QR Code", "https://shop.example/01/6901234567893", False),
        ("QR Code", "https://shop.example/2001/6901234567892", False),
        ("QR Code", "https://shop.example/?gtin=6901234567892", False),
        ("QR Code", "https://[::1/01/6901234567892", False),
        ("QR Code", "WIFI:S:shop;;", False),
        ("QR Code", "", False),
        ("QR Code", "６９０１２３４５６７８９２", False),
    ],
)
def test_what_names_no_article_is_not_taken_for_one(kind, text, is_gs1):
    assert gtin_of(kind, text, is_gs1=is_gs1) == ""
