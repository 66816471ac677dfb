"""`advisor schema`: the shape of a decision record, as JSON Schema."""

import sys
from importlib import resources

from advisor.doors import DONE


def schema() -> int:
    """Print the JSON Schema of the record this version writes."""
    place = resources.files("advisor").joinpath("schema", "decision-1.json")
    sys.stdout.write(place.read_text(encoding="utf-8"))
    return DONE
