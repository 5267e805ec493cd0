"""The sample of real flights, and how it was cut."""
