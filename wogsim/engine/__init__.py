"""Engines: the contract of `wogsim.cases` carried out."""
