"""What would change the answer: one thing left out, flipped or weighed otherwise."""
