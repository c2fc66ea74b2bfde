"""Pieces that several pages use: charts with their twins, tables, chains, downloads."""
