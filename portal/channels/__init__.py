"""What leaves the house: each way out has a protocol and a real sender."""
