"""What a change does to the portal, for whoever reviews it: the work tree held against a git revision.

Both sides are read and measured by the same generator, so that what differs comes from records, settings and
words. Nothing says what a record says: figures as shown, ids, and the names of texts.
"""
