"""The encoder and its outputs, on real servers and disks."""
