"""What the pages for the vendor's staff are made from."""
