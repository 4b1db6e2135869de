"""Rule text to a checked tree."""
