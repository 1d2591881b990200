"""pages -> MkDocs sites in one portal of monthly editions. Writes.

    today      the day on which nothing later can have happened       reads
    inputs     everything that a user wrote, with its problems        reads
    plan       which editions there are, and what each may know       pure
    published  no figure or word that was published changes unseen    reads
    site       one edition: Markdown to HTML by MkDocs in process     writes
    portal     what stands around the editions: versions.json, ...    writes
    output     the portal's folder: whole or not at all               writes
    state      what the last build was made of                        reads, writes
    build      all of it, only when something changed                 writes
    preview    pages for plain MkDocs; serve with rebuilding          writes

Nothing here imports MkDocs, pandas or altair before it is needed: a build that finds nothing changed
never does.
"""
