"""Relations of Managed Flink applications."""
