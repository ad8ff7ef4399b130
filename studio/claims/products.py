"""The claims of a product: all that viewers read of it or hear when it is read out."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.claims.checker import check
from studio.claims.finding import Finding
from studio.model.message import Message, say
from studio.model.product import Field, Product
from studio.text import N_

MOST_LISTED = 20
"""Claims of one product that are listed: a hostile text may make a million."""

TITLES = {
    Field.NAME: N_("Name"),
    Field.SPOKEN_NAME: N_("Said as"),
    Field.UNIT: N_("Unit"),
    Field.COUPON: N_("Coupon"),
    Field.POINTS: N_("Selling points"),
    Field.SPECIFICATIONS: N_("Specifications"),
    Field.QUESTIONS: N_("Questions"),
}
"""What the fields are called that can make claims."""


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

    @property
    def warning(self) -> Message:
        """Where it stands, the rule, and a way out."""
        title = say(TITLES[self.field])
        return say("{field}: {problem}", field=title, problem=self.finding.warning)


def checked_texts(product: Product) -> tuple[str, ...]:
    """All that findings depend on: where two products have the same, they have the same ones."""
    texts = (f"{field} {part} {text}" for field, part, text in _texts(product))
    return (product.name.language, product.evidence, *texts)


def check_product(product: Product, laws: str = "") -> tuple[ProductFinding, ...]:
    """Find the claims of a product that its evidence does not prove, field by field.

    Args:
        product: By its name's language it is known whose law is meant.
        laws: Whose is meant whatever the language, see `wordlists.lists_of`.
    """
    return tuple(
        ProductFinding(field, part, finding)
        for field, part, text in _texts(product)
        for finding in check(text, product.name.language, product.evidence, laws)
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
