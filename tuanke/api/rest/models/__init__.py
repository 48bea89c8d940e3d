from tuanke.api.rest.models.kept_answer import KeptAnswer
from tuanke.api.rest.models.request_count import RequestCount

__all__ = ["KeptAnswer", "RequestCount"]
