"""Charts: each is one object that holds the figure, its result in one sentence, and the table it was drawn from."""

from evidence.charts.chart import Chart
from evidence.charts.corpus import codes_chart, years_chart
from evidence.charts.direction_plot import direction_plot
from evidence.charts.dose import dose_chart
from evidence.charts.forest import forest_plot
from evidence.charts.funnel import funnel_plot
from evidence.charts.influence import cumulative_chart, leave_one_out_chart
from evidence.charts.ladder import ladder_chart
from evidence.charts.link_plot import link_plot
from evidence.charts.not_pooled import not_pooled_chart
from evidence.charts.published import published_chart
from evidence.charts.specification import specification_chart
from evidence.charts.subgroups import subgroup_chart
from evidence.charts.timeline import timeline_chart

__all__ = [
    "Chart",
    "codes_chart",
    "cumulative_chart",
    "direction_plot",
    "dose_chart",
    "forest_plot",
    "funnel_plot",
    "ladder_chart",
    "leave_one_out_chart",
    "link_plot",
    "not_pooled_chart",
    "published_chart",
    "specification_chart",
    "subgroup_chart",
    "timeline_chart",
    "years_chart",
]
