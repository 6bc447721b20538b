"""Pairs of answers that are nearer to each other than honest ones are: a reason to talk, and no proof."""
