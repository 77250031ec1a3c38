"""The report of a change: two states of the edition, how they differ, and the two pages that say so."""
