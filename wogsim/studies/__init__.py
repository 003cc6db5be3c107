"""Studies, a room for each question asked of worlds, with the same files: `run`, `result`, `words`, `files`."""
