"""``python -m narratives``: the commands, where the program is not on the path."""

from narratives.cli import main

if __name__ == "__main__":
    main()
