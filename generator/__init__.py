"""From audit records to a portal of monthly editions, one way and no way back:

    site_config/ -> settings     typed settings                        reads
    audits_data/ -> records      checked tables that know their lines  reads
    records      -> measures     figures: counts, nothing rounded      pure
    figures      -> evidence     what a page may say                   pure
    evidence     -> charts       Altair charts as SVG                  pure, but for the renderer
    evidence     -> pages        {path: Markdown}                      pure
    pages        -> editions     MkDocs sites in one portal            writes

A room imports only from rooms above it (tests/test_layout.py says so).
"""

__version__ = "0.1.0"
