"""Lets `python -m portal` do what `portal` does."""

from portal.cli import main

if __name__ == "__main__":
    main()
