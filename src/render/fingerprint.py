#!/usr/bin/env python3
"""Makes wire__render_hash() from the code that renders: fingerprint.py OUTPUT.c FILE...

A page pressed by other code is pressed again: nobody has to remember to count a version up.
"""

import hashlib
import sys

digest = hashlib.sha256()
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        digest.update(file.read())
with open(sys.argv[1], "w", encoding="ascii") as file:
    file.write(f"""/* Made by src/render/fingerprint.py. */
#include "render/page.h"

uint64_t wire__render_hash(void)
{{
    return UINT64_C(0x{digest.hexdigest()[:16]});
}}
""")
