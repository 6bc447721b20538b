"""Write answers before anything was asked."""

import json
import os
import struct

body = json.dumps({"id": 0, "saw": [1, 2, 3]}).encode()
for _ in range(20):
    os.write(3, struct.pack("<4sIQ", b"AGF1", len(body), 0) + body)
