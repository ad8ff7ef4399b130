"""What the fields of a product are called, and what is expected of them in a file."""

from studio.model.product import Field
from studio.text import N_

NEEDED = (Field.CODE, Field.NAME, Field.PRICE)
"""What a product cannot be without."""
SEVERAL = frozenset(
    {Field.PICTURES, Field.POINTS, Field.SPECIFICATIONS, Field.ALLERGENS, Field.NOTES,
     Field.CERTIFICATES, Field.QUESTIONS}
)  # fmt: skip
"""Fields that several columns of a file may fill, one part each."""
FIELDS = {
    Field.CODE: N_("code"),
    Field.NAME: N_("name"),
    Field.LANGUAGE: N_("language of the name"),
    Field.SPOKEN_NAME: N_("spoken name"),
    Field.PRICE: N_("price"),
    Field.COMPARE_PRICE: N_("compare price"),
    Field.CURRENCY: N_("currency"),
    Field.STOCK: N_("stock"),
    Field.LIMIT: N_("limit per buyer"),
    Field.UNIT: N_("unit"),
    Field.SLOT: N_("slot number"),
    Field.GTIN: N_("barcode number"),
    Field.PICTURES: N_("pictures"),
    Field.COUPON: N_("coupon"),
    Field.FLASH_PRICE: N_("flash sale price"),
    Field.FLASH_BEGINS: N_("begin of the flash sale"),
    Field.FLASH_ENDS: N_("end of the flash sale"),
    Field.POINTS: N_("talking points"),
    Field.SPECIFICATIONS: N_("specifications"),
    Field.QUESTIONS: N_("questions and answers"),
    Field.ALLERGENS: N_("allergens"),
    Field.LEAST_AGE: N_("least age"),
    Field.SUPPLIER: N_("supplier"),
    Field.CONTACT: N_("supplier's contact"),
    Field.CERTIFICATES: N_("certificates"),
    Field.SAMPLE_CHECKED_ON: N_("day of the sample's check"),
    Field.SAMPLE_CHECKED_BY: N_("who checked the sample"),
    Field.EVIDENCE: N_("evidence"),
    Field.NOTES: N_("notes"),
}
"""How each field is spoken of."""
