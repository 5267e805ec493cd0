"""The fan-out consumer that watches delays."""
