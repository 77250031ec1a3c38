"""What a stranger's change may not bring: looked at before anything is read, by an allow-list of what may be there."""
