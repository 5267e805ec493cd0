"""Relations of the services that write into streams and delivery streams."""
