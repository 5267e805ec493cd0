"""Relations of roles, permissions, keys and the ARNs that join resources."""
