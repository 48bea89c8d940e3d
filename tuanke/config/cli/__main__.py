import sys

from tuanke.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
