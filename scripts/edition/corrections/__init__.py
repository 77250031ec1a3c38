"""From a reader to a change: where what they read is written, how to reach us there, and who has sent what."""
