"""The app: pages for a browser, served by this very computer."""
