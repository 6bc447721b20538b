"""Leave with success and without any clean-up."""

import os

os._exit(0)
