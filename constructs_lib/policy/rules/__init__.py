"""The relations: one file each, found by discovery. A new file needs no other edit."""
