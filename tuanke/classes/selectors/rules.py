"""What conditions may ask about a customer's classes and scores."""

from django.utils.translation import gettext_lazy as _

from tuanke.classes.domain.dimensions import DIMENSIONS, OPEN
from tuanke.classes.selectors.names import CLASS_NAMES, DIMENSION_NAMES
from tuanke.kit.rules import Attribute, RuleAttribute

# The classes of an open dimension are the shop's own words: any text may be asked for.
CLASSES = (
    *(
        RuleAttribute(
            name=f"class.{dimension}",
            attribute=Attribute("text") if dimension in OPEN else Attribute("choice", codes),
            path=f"classification__{dimension}",
            label=DIMENSION_NAMES[dimension],
            value_labels=CLASS_NAMES[dimension],
        )
        for dimension, codes in DIMENSIONS.items()
    ),
    RuleAttribute("class.scenes", Attribute("text"), "classification__scenes", _("Scenes, all of them")),
)
SCORES = (
    RuleAttribute("score.orders", Attribute("number"), "classification__score__orders", _("Orders")),
    RuleAttribute(
        "score.revenue", Attribute("money"), "classification__score__revenue_fen", _("Net revenue")
    ),
    RuleAttribute(
        "score.margin", Attribute("money"), "classification__score__margin_fen", _("Margin so far")
    ),
    RuleAttribute("score.first_on", Attribute("day"), "classification__score__first_on", _("First order")),
    RuleAttribute("score.last_on", Attribute("day"), "classification__score__last_on", _("Last order")),
)
