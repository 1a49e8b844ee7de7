"""The rules of the house, one file per kind. `tests/test_architecture.py` runs them."""
