"""Routes by who uses them."""
