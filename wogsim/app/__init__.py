"""The app: what-ifs in a browser, answered on this machine while a lever moves; class mode is in `room`."""
