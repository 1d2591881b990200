"""`make bench`: what the portal costs in CPU seconds and peak memory, against the project's aims.

Every measure runs in a process of its own, most of them three times; the least CPU time and the most memory
count. CPU time (user and system, with that of a process's own children) is steadier than time on the clock,
but on a shared machine the same work still takes up to half as much again from one run to the next: so this
is never a test, and a target missed by little is a reason to run it again.
"""
