"""The forms of the internal view, one module for each thing they fill in."""
