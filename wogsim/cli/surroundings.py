"""What the machine brings along for the libraries that are used, made harmless before they are imported."""

import logging
import os
import warnings


def settle() -> None:
    """Let no variable or file that is meant for a library end the work, or make that library speak in our place.

    Charts are drawn without a window and with letters and sizes of their own, so a wrong MPLBACKEND or matplotlibrc, or
    nowhere to keep matplotlib's cache, changes nothing. What numba cannot read of its variables it leaves aside.
    """
    os.environ["MPLBACKEND"] = "agg"
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="(?s)Environment variable 'NUMBA_", category=RuntimeWarning)
