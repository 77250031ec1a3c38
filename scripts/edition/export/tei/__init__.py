"""TEI P5: one document a text, and one of the register, bibliography and chronology."""
