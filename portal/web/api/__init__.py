"""What the addresses for programs are made from."""
