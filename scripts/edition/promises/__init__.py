"""What the edition promises, what proves it, and how it stands today; and its own answers to a reviewer's questions."""
