"""What the person sees. Imports agent, tools and memory."""
