"""The claims of a product: all that viewers read of it or hear when it is read out."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.claims.checker import check
from studio.claims.finding import Finding
from studio.model.product import Field, Product


@dataclass(frozen=True, slots=True)
class ProductFinding:
    """A claim that a product makes.

    Attributes:
        field: Where; of a field with several parts, in any of them.
        part: Which of its parts, from 0 on.
        finding: What was found in that part.
    """

    field: Field
    part: int
    finding: Finding


def check_product(product: Product) -> tuple[ProductFinding, ...]:
    """Find the claims of a product that its evidence does not prove, field by field."""
    return tuple(
        ProductFinding(field, part, finding)
        for field, part, text in _texts(product)
        for finding in check(text, product.name.language, product.evidence)
    )


def _texts(product: Product) -> Iterator[tuple[Field, int, str]]:
    yield Field.NAME, 0, product.name.name
    yield Field.SPOKEN_NAME, 0, product.spoken_name
    yield Field.UNIT, 0, product.unit
    yield Field.COUPON, 0, product.coupon
    for part, point in enumerate(product.points):
        yield Field.POINTS, part, point
    for part, (name, value) in enumerate(product.specifications):
        yield Field.SPECIFICATIONS, part, f"{name}: {value}"
    for part, allergen in enumerate(product.allergens):
        yield Field.ALLERGENS, part, allergen
    for part, question in enumerate(product.questions):
        yield Field.QUESTIONS, part, question.answer
