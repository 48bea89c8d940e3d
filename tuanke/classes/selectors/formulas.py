"""Classes by cut-offs as SQL. A value at the cut-off belongs to the upper class; a cut-off of null nobody reaches."""

LEVEL = """
CASE WHEN purchase_days = 0 THEN 'unknown' WHEN {measure} >= {high} THEN 'high'
     WHEN {measure} >= {mid} THEN 'mid' ELSE 'low' END
"""
# From the classes `frequency` and `amount`, and the average order; `bought` is purchase days in the window.
VALUE = """
CASE WHEN purchase_days = 0 THEN 'unknown'
     WHEN frequency = 'high' AND amount = 'high' THEN 'high_value'
     WHEN frequency <> 'high' AND (amount = 'high' OR (bought > 0 AND aov_fen >= {high})) THEN 'potential_high_value'
     ELSE 'ordinary' END
"""
