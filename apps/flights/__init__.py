"""New York's flights of 2013, from a stream into a lake: the flagship app."""
