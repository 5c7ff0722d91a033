"""What can be done to a film. Imports memory only."""
