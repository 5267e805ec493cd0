"""One module for each documented failure document."""
