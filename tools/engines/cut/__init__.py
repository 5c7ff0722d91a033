"""The cut: segments, cards, the mix and the assembly of a film."""
