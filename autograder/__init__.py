"""Grade PyTorch exercises: points that can be trusted, and one sentence that names the misconception."""

__version__ = "0.1.0"
