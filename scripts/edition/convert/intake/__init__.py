"""Taking in a new witness: copied byte for byte, hashed, described, with a cleaning plan proposed.

What is proposed loads and cleans before anything is written; where a richer plan does not, a simpler one takes its
place and the report says so. Nothing here decides: each entry of the plan names its sign, and what needs a person's
decision is listed, in the report and in ``source.toml``. Whose the text is and where it comes from is not guessed.
"""
