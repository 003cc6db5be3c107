"""The explorer: one HTML file that answers what-ifs without a server; `pictures` are the app's charts too."""
