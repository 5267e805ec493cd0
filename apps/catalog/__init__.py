"""Approved patterns as products of Service Catalog."""
