"""`python -m generator`: the same as `portal`."""

from generator.cli import main

main()
