"""What people decide on rows: read and appended, applied, reported.

`fields` says what can be decided, `file` reads and writes ``reviews.csv``, `decisions` says which
lines count, `applying` lets them win over the machine, `report` puts them into words and figures.
"""
