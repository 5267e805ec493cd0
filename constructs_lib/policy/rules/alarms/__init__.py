"""Relations of alarms."""
