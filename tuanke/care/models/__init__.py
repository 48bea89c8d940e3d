from tuanke.care.models.attention import Attention

__all__ = ["Attention"]
