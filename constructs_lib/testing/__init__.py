"""What tests of users call."""
