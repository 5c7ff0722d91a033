"""The synth: sounds made from nothing but arithmetic. What a sound is called is known without loading what makes it."""
