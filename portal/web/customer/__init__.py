"""What the customer's pages are made of."""
