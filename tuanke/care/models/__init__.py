from tuanke.care.models.attention import Attention
from tuanke.care.models.playbook import Playbook

__all__ = ["Attention", "Playbook"]
