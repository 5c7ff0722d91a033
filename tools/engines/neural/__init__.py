"""What all engines that are models share: the machine's care, loading, words, the gate on pictures. torch is loaded inside."""
