"""What runs inside Lambda: one folder per function, each with an `index.py`."""
