"""What Touchstone costs: each number of the goals, measured in one run beside its goal and beside an empty app."""
