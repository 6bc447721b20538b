"""Start threads without end."""

import threading
import time


def double(x):
    for _ in range(5000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return 2 * x
