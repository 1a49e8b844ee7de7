"""What the portfolio is made of."""
