"""What laws and codes have against a claim, in sentences for the seller's ear.

The word lists name these rules by their ids and say where each was read.
"""

from studio.text import N_

# Translators: each of these is heard by the seller alone; {phrase} is what was said or written.
RULES = {
    "cn-9": N_("Article 9 of China's Advertising Law forbids words such as “{phrase}”."),
    "cn-9-like": N_(
        "“{phrase}” may count among the words that article 9 of China's Advertising Law forbids."
    ),
    "cn-9-state": N_(
        "Article 9 of China's Advertising Law keeps authorities out of advertising: “{phrase}”."
    ),
    "cn-17": N_("Article 17 of China's Advertising Law leaves “{phrase}” to medicine."),
    "cn-28": N_(
        "“{phrase}” may be a false promise by article 28 of China's Advertising Law, "
        "unless it is true."
    ),
    "cn-price": N_("In China a price such as “{phrase}” has to be true."),
    "cn-platform": N_("Chinese platforms are said to stop shows for “{phrase}”."),
    "id-epi-superlative": N_(
        "Indonesia's advertising code, 1.2.2, wants written proof for words such as “{phrase}”."
    ),
    "id-epi-content": N_(
        "Indonesia's advertising code, 1.2.3, wants written proof for “{phrase}”."
    ),
    "id-epi-halal": N_(
        "Indonesia's advertising code, 1.2.3, allows “{phrase}” only with a halal certificate."
    ),
    "id-medicine": N_("In Indonesia food and cosmetics must not promise to heal: “{phrase}”."),
    "id-safety": N_(
        "Article 9 of Indonesia's consumer law wants words such as “{phrase}” explained in full."
    ),
    "id-bpom": N_("Indonesia's food and drug authority does not allow “{phrase}” without data."),
    "us-proof": N_("Whoever says “{phrase}” must have proof before, as the FTC asks for."),
    "us-health": N_("“{phrase}” promises health, for which the FTC asks for scientific evidence."),
    "us-medicine": N_("“{phrase}” is what only a medicine may promise."),
}
