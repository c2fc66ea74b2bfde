"""The evidence on massage in chronic pain: tables, selection, counts, charts, citations and exports, without a user interface."""
