"""The classes of a dimension by name, the shop's own words among them."""

from collections.abc import Mapping

from tuanke.catalog.selectors.products import list_categories
from tuanke.classes.domain.dimensions import OPEN, UNKNOWN
from tuanke.classes.selectors.names import CLASS_NAMES, Text, class_name
from tuanke.customers.selectors.needs import find_word, list_words

SCENE = "scene"


def class_options(dimension: str) -> Mapping[str, Text]:
    """What can be chosen, by code; a category is its own code, a scene of the shop's own has its word's."""
    names = CLASS_NAMES[dimension]
    if dimension not in OPEN:
        return names
    if dimension == SCENE:
        words = {
            word.code: word.name for word in list_words() if word.kind == SCENE and word.archived_at is None
        }
    else:
        words = {category: category for category in list_categories()}
    return {**words, UNKNOWN: names[UNKNOWN]}


def shown_class(dimension: str, code: str) -> Text:
    """`class_name`, which knows no database, and the shop's own scenes."""
    if dimension == SCENE and code not in CLASS_NAMES[SCENE]:
        word = find_word(code)
        return word.name if word else code
    return class_name(dimension, code)
