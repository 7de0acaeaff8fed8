"""The workbench: the host of the tools, run inside one county."""
