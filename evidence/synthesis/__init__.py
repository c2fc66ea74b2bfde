"""Studies pooled on a question, and how sure that is; held against published answers in `golden/`."""

from evidence.synthesis.pooling import Pooled, pool

__all__ = ["Pooled", "pool"]
