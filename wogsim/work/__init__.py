"""Work: executors, the store of finished cells and its lock, and places where results go; long work survives a kill."""
