"""The register of persons, organizations, places, events, works and terms (to come)."""
