"""Looks through the whole catalogue for claims: by the command line, and beside the show."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from studio import paths
from studio.app.beside import Progress, run_beside
from studio.claims.finding import Claim, Finding, Kind, Severity, Sureness
from studio.claims.products import MOST_LISTED, ProductFinding, check_product
from studio.model.claims import CheckedCatalogue, ClaimedProduct
from studio.model.errors import StoreError
from studio.model.message import Name, say
from studio.model.product import Field, Product
from studio.model.work import CallOff
from studio.store.database import open_database
from studio.store.products import ProductRepository

MOST = 5000
"""So many products are listed at most; of the others only the number is told."""

_TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """A product that makes claims which nothing proves."""

    product: Product
    findings: tuple[ProductFinding, ...]


def check_catalogue(
    laws: str,
    found: Callable[[Checked], None],
    progress: Progress = lambda _share: None,
    *,
    only_imported: bool = False,
) -> int:
    """Check every product of the catalogue; gives how many were looked at. Any process.

    Args:
        laws: Whose law is meant, see `studio.claims.wordlists.lists_of`.
        found: Takes each product with claims.
        progress: Is told how much is done, 0 to 1.
        only_imported: Look at what the last import brought or changed.

    Raises:
        StoreError: The studio's file cannot be read.
    """
    db = open_database(paths.database_file())
    try:
        products = ProductRepository(db)
        total, done = products.count(only_imported=only_imported), 0
        for product in products.each(only_imported=only_imported):
            if findings := check_product(product, laws):
                found(Checked(product, findings))
            done += 1
            if done % _TELL_EVERY == 0:
                progress(min(1.0, done / max(1, total)))
    finally:
        db.close()
    return done


def check_beside(
    laws: str, call_off: CallOff, progress: Progress, *, only_imported: bool
) -> CheckedCatalogue:
    """Have the catalogue checked in a process of its own, and wait; on an errand's thread.

    Raises:
        StoreError: It cannot be, or was called off.
    """
    came: list[ClaimedProduct] = []
    told: dict[str, Any] = {}

    def take(line: dict[str, Any]) -> None:
        if "code" in line:
            came.append(_claimed(line))
        else:
            told.update(line)

    words = ["check", "--json", "--progress", f"--laws={laws}"]
    if only_imported:
        words.append("--imported")
    is_done = run_beside(words, call_off, progress, take)
    if "error" in told:
        problem, remedy = told["error"]["problem"], told["error"]["remedy"]
        raise StoreError(say("{problem}", problem=problem), say("{problem}", problem=remedy))
    if not is_done or "checked" not in told:
        raise StoreError(
            say("The catalogue could not be looked through."),
            say("Try once more; the log in the studio's folder has the details."),
        )
    return CheckedCatalogue(told["checked"], told["count"], tuple(came))


def as_object(checked: Checked) -> dict[str, object]:
    """A product and its claims as JSON has them."""
    name = checked.product.name
    return {
        "code": checked.product.code,
        "name": name.name,
        "language": name.language,
        "claims": [
            {
                "field": found.field,
                "part": found.part,
                "rule_text": str(found.finding.rule),
                "instead_text": str(found.finding.instead),
                **asdict(found.finding),
            }
            for found in checked.findings[:MOST_LISTED]
        ],
    }


def _claimed(told: dict[str, Any]) -> ClaimedProduct:
    """The same, from the other process; its sentences are put into words here."""
    warnings = tuple(found.warning for found in _findings(told["claims"]))
    return ClaimedProduct(told["code"], Name(told["name"], told["language"]), warnings)


def _findings(claims: list[dict[str, Any]]) -> Iterator[ProductFinding]:
    for one in claims:
        about = one["claim"]
        kinds = {
            "kind": Kind(about["kind"]),
            "severity": Severity(about["severity"]),
            "sure": Sureness(about["sure"]),
        }
        finding = Finding(one["start"], one["end"], one["phrase"], Claim(**about | kinds))
        yield ProductFinding(Field(one["field"]), one["part"], finding)
