"""Publishing: all that a platform wants of a film in one folder, and the way onto YouTube for who asks for it."""
