"""Learning points without a theme -> themes to suggest, and points that fit none in groups. Pure.

Only `portal check` hears of either: a point without a theme is in no figure and on no page.
"""
