"""Send what failed again, once it can succeed."""

from constructs_lib.operate.redrive.journal import Journal
from constructs_lib.operate.redrive.run import Redrive
from constructs_lib.operate.redrive.stream_range import StreamReader
from constructs_lib.operate.redrive.totals import Totals

__all__ = ["Redrive", "Journal", "StreamReader", "Totals"]
