"""The patterns of this library, one in a file."""
