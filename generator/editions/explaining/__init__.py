"""How one figure came about, for whoever has to answer for it: its name, its numbers, its rules, its records.

Ids, files and lines; no text of a record.
"""
