"""The screens of the stores."""
