from tuanke.facts.models.dirty_customer import DirtyCustomer
from tuanke.facts.models.interest import CustomerInterest
from tuanke.facts.models.report import Report
from tuanke.facts.models.score import CustomerScore
from tuanke.facts.models.scoring_run import ScoringRun

__all__ = ["CustomerInterest", "CustomerScore", "DirtyCustomer", "Report", "ScoringRun"]
