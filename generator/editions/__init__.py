"""pages -> MkDocs sites in one portal of monthly editions. Writes.

    today          the day on which nothing later can have happened       reads
    inputs         everything that a user wrote, with its problems        reads
    plan           which editions there are, and what each may know       pure
    published      no figure or word that was published changes unseen    reads
    check          everything that could stop a build                     reads
    site           one edition: Markdown to HTML by MkDocs in process     writes
    shared_assets  the theme's files, once for all editions               writes
    portal         what stands around the editions: versions.json, ...    writes
    output         the portal's folder: whole or not at all               writes
    state          what the last build was made of                        reads, writes
    workers        several editions at once, by processes of their own    writes
    made_of        what each edition is made of                           reads
    build          all of it, only what a change reaches                  writes
    publishing     puts editions where readers find them: folder, branch  writes
    preview        pages for plain MkDocs; serve with rebuilding          writes
    diffing        what differs from another git revision                 reads

Nothing here imports MkDocs, pandas or altair before it is needed: a build that finds nothing changed
never does.
"""
