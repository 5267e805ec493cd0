"""`python -m constructs_lib` is the command `kinesis-constructs`."""

import sys

from constructs_lib.cli import main

if __name__ == "__main__":
    sys.exit(main())
