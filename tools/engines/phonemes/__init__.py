"""What the voices that read English phonemes share (hibari and kokoro): the reading, the word times, the tape."""
