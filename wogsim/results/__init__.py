"""Results of a comparison: numbers first, then tables and files made from them."""
