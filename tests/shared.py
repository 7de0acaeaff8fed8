"""Open data for development, beside the checkout; what needs it is skipped where it is not."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
