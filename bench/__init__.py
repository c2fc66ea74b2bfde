"""What Touchstone costs: server time of each page, memory, and time in the browser, held against budgets."""
