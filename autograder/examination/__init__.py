"""One submission asked: its probes run in its sandbox, its checks judge what they saw."""
