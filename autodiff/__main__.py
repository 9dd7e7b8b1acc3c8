"""``python -m autodiff``: the command line."""

from autodiff.cli import main

if __name__ == "__main__":
    main()
