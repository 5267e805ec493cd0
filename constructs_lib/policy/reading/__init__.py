"""What several rules read in the same way; nothing here finds anything."""
