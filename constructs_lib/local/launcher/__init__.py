"""What runs inside MiniStack's Python: one module per gap that it fills."""
