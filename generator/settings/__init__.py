"""site_config/ -> typed settings, and every mistake in them as a problem. Reads the disk."""

from generator.settings.load import load
from generator.settings.model import Settings
from generator.settings.schema import schemas, write_schemas

__all__ = ["Settings", "load", "schemas", "write_schemas"]
