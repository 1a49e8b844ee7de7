"""What happened at the made-up customers: drawn from a seed, told relative to today."""
