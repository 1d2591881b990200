"""`make bench`: what the portal costs in CPU seconds and peak memory, against the project's aims.

Every measure runs in a process of its own, several times, and the least counts. CPU time, user and system with
that of a process's own children, is steadier than time on the clock, but on a shared machine the same work
still takes up to a third more or less of it from one run to the next: so this is never a test, and a
target missed by little is a reason to run it again. Run `python -m tests.bench WORD` for the measures
whose name holds the word.
"""
