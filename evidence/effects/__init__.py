"""Each finding as Hedges' g, or the reason why not."""

from evidence.effects.hedges_g import standardise

__all__ = ["standardise"]
