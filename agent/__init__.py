"""Who decides: turns what the person gave into a film. Imports tools and memory."""
