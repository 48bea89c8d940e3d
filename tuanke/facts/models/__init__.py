from tuanke.facts.models.dirty_customer import DirtyCustomer
from tuanke.facts.models.engagement import CustomerEngagement
from tuanke.facts.models.insight_card import InsightCard
from tuanke.facts.models.interest import CustomerInterest
from tuanke.facts.models.need import CustomerNeed
from tuanke.facts.models.report import Report
from tuanke.facts.models.score import CustomerScore
from tuanke.facts.models.scoring_run import ScoringRun
from tuanke.facts.models.threshold_set import ThresholdSet

__all__ = [
    "CustomerEngagement",
    "CustomerInterest",
    "CustomerNeed",
    "CustomerScore",
    "DirtyCustomer",
    "InsightCard",
    "Report",
    "ScoringRun",
    "ThresholdSet",
]
