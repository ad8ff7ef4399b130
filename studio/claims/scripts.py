"""The claims of a segment of the rundown: of its title and its script."""

from studio.claims.checker import check
from studio.claims.finding import Finding
from studio.model.product import Product
from studio.model.rundown import Segment


def check_segment(
    segment: Segment, product: Product | None, language: str = "", laws: str = ""
) -> tuple[Finding, ...]:
    """Find the claims of a segment that its product's evidence does not prove.

    Args:
        segment: Its title is a line before its script.
        product: Its product; None where it has none, or one that nobody knows.
        language: The language of the scripts; where it is empty, that of the product's name.
        laws: Whose law is meant whatever the language, see `wordlists.lists_of`.
    """
    own = product.name.language if product is not None else ""
    evidence = product.evidence if product is not None else ""
    return check(f"{segment.title}\n{segment.script}", language or own, evidence, laws)
