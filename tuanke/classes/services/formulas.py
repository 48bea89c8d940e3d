"""Classes as SQL: cut-offs, the band below them, and the second evaluation a step down waits for (domain B6)."""

from tuanke.classes.domain.sources import IMPORT, SOURCES
from tuanke.classes.selectors.formulas import VALUE
from tuanke.insights.engagement import ENGAGED
from tuanke.insights.lifecycle import DORMANT_ABOVE
from tuanke.insights.needs.scores import STANDS_OUT

LEVELS = "ARRAY['unknown','low','mid','high']"
VALUES = "ARRAY['unknown','ordinary','potential_high_value','high_value']"

# The score's class, unless it is a step down that stays inside the band around the class held; new cut-offs and
# corrected data know no band.
BANDED = """
CASE WHEN old_{d} = 'high' AND {d}_class IN ('mid', 'low') AND NOT (new_rule OR corrected)
       AND {measure} >= %(band)s * {d}_high
       THEN 'high'
     WHEN old_{d} = 'mid' AND {d}_class = 'low' AND NOT (new_rule OR corrected)
       AND {measure} >= %(band)s * {d}_mid
       THEN 'mid'
     ELSE {d}_class END
"""
# Down at once where nobody could flicker: new cut-offs, corrected data, no class of before to leave.
IS_FREE = "(old_{d} IS NULL OR new_rule OR corrected)"
IS_DOWN = "array_position({ranks}, fresh_{d}::text) < array_position({ranks}, old_{d}::text)"
CONFIRMED = f"""
CASE WHEN NOT {IS_FREE} AND {IS_DOWN} AND NOT coalesce({{d}}_below_on < as_of, false) {{unless}}
     THEN old_{{d}} ELSE fresh_{{d}} END
"""
BELOW_ON = f"""
CASE WHEN NOT {IS_FREE} AND {IS_DOWN} AND NOT coalesce({{d}}_below_on < as_of, false) {{unless}}
     THEN coalesce({{d}}_below_on, as_of) END
"""
HELD_VALUE = VALUE.format(
    high="aov_high * CASE WHEN old_value = 'potential_high_value' AND NOT (new_rule OR corrected)"
    " THEN %(band)s ELSE 1 END"
)
BEHAVIOUR = f"""
CASE WHEN (bought > 0 AND rho <= {DORMANT_ABOVE}) OR engagement >= {ENGAGED} THEN 'active'
     WHEN purchase_days = 0 AND recent_acts > 0 THEN 'potential'
     WHEN purchase_days = 0 AND engagement IS NULL THEN 'unknown'
     ELSE 'inactive' END
"""
# Said within a year, else what the deeds tell; a need held is kept while it leads and is not clearly below.
NEED = (
    "CASE WHEN stated_need IS NOT NULL THEN stated_need"
    + "".join(
        f" WHEN need = 'balanced' AND old_need = '{need}' AND {need}_score >= %(band)s * {STANDS_OUT}"
        f" AND {need}_score >= greatest({', '.join(f'{other}_score' for other in ('price', 'quality', 'service'))})"
        f" THEN '{need}'"
        for need in ("price", "quality", "service")
    )
    + " ELSE coalesce(need, 'unknown') END"
)
SOURCE = f"coalesce(known.code, CASE WHEN c.channel <> '' AND c.batch_id IS NOT NULL THEN '{IMPORT}' END, 'unknown')"
WORDS = ", ".join(f"('{word}', '{code}')" for word, code in SOURCES.items())
SCENE = "CASE WHEN is_company THEN 'business' WHEN kind = 'person' AND purchase_days > 0 THEN 'leisure' END"
