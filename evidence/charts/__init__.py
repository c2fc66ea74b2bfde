"""Charts: each is one object that holds the figure, its result in one sentence, and the table it was drawn from."""

from evidence.charts.chart import Chart
from evidence.charts.corpus import codes_chart, years_chart
from evidence.charts.direction_plot import direction_plot
from evidence.charts.ladder import ladder_chart

__all__ = ["Chart", "codes_chart", "direction_plot", "ladder_chart", "years_chart"]
