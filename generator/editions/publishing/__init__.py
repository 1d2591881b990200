"""A built portal -> where its readers find it, whole or not at all, and with a record of what was published.

    target   what any place to publish to can do                         pure
    manifests  what editions there say of themselves, checked            pure
    choose   which editions go there, and what speaks against it         pure
    earlier  which revisions stay because a meeting had them; says on them so  pure, writes
    folder   a folder: a file share, the root of a web server            writes
    git      the repository that the portal's root lies in               reads, writes objects
    objects  folders as git would store them                             reads
    branch   a branch of the repository, without checking it out         writes
    publish  build, choose, put there, record                            writes

Nothing that was published is ever taken away by publishing: an edition that is not here stays there.
"""
