#!/usr/bin/env python3
"""Turns files into C: embed.py OUTPUT.c OUTPUT.h NAME=FILE...

Each file becomes `const char wire__NAME[]`, its bytes with a zero behind them that `wire__NAME_size` does not count.
In a meson.build:

    sources += custom_target('embed-NAME', input: 'FILE', output: ['NAME.embed.c', 'NAME.embed.h'],
      command: [embed, '@OUTPUT0@', '@OUTPUT1@', 'NAME=@INPUT@'])

where `embed` is the top meson.build's, and the code includes "NAME.embed.h" (or declares the two names).
"""

import os
import re
import sys

PLAIN = {byte: chr(byte) for byte in range(0x20, 0x7F)}
PLAIN.update({0x22: '\\"', 0x5C: "\\\\", 0x3F: "\\?", 0x0A: "\\n", 0x09: "\\t"})  # "?" so that no trigraph is made


def literal(data: bytes) -> str:
    """The bytes as C string literals, a line each; three octal digits cannot run into what follows."""
    lines = data.splitlines(keepends=True) or [b""]
    return "\n".join('    "' + "".join(PLAIN.get(b, f"\\{b:03o}") for b in line) + '"' for line in lines)


def main(args: list[str]) -> int:
    if len(args) < 3:
        sys.exit("usage: embed.py OUTPUT.c OUTPUT.h NAME=FILE...")
    source, header, pairs = args[0], args[1], [arg.partition("=")[::2] for arg in args[2:]]
    guard = "WIRE_EMBED_" + re.sub(r"\W", "_", os.path.basename(header)).upper()
    declared, defined = [], []
    for name, path in pairs:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or not path:
            sys.exit(f"embed.py: not NAME=FILE: {name}={path}")
        with open(path, "rb") as file:
            data = file.read()
        declared.append(f"extern const char wire__{name}[];\nextern const size_t wire__{name}_size;\n")
        defined.append(f"const char wire__{name}[] =\n{literal(data)};\nconst size_t wire__{name}_size = {len(data)};\n")
    with open(header, "w", encoding="ascii") as file:
        file.write(f"/* Made by tools/embed.py. */\n#ifndef {guard}\n#define {guard}\n#include <stddef.h>\n\n")
        file.write("".join(declared) + "#endif\n")
    with open(source, "w", encoding="ascii") as file:
        file.write(f'/* Made by tools/embed.py. */\n#include "{os.path.basename(header)}"\n\n' + "\n".join(defined))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
