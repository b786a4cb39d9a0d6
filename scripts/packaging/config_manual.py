"""Makes the man page edgewatch.yaml(5) of the example config, whose comments are the description of every key.

config_manual.py EXAMPLE > edgewatch.yaml.5
"""

import re
import sys

# A key that is turned off begins the line, and is not one space away from its "#"; prose is.
KEY = re.compile(r"^#(|  +)(- )?(\w+):(?: (.*))?$")
PROSE = re.compile(r"^\s*#(?: (\S.*))?$")

HEAD = """\
.TH EDGEWATCH.YAML 5 "" "EdgeWatch" "File Formats"
.SH NAME
edgewatch.yaml \\- configuration of the EdgeWatch camera watch
.SH SYNOPSIS
.I /etc/edgewatch/edgewatch.yaml
.SH DESCRIPTION
The broker has to be named, and a camera to watch, which may come later; everything else has a default. All mistakes are told at once, each with its line,
column, key and what is allowed, by
.BR "edgewatch check" .
.SH EXAMPLE
.EX
"""

TAIL = """\
.SH SEE ALSO
.BR edgewatch (1).
The same as a file to copy from:
.I /usr/share/doc/edgewatch/examples/edgewatch.example.yaml
"""


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("\u2013", "\\-").replace("\u2026", "...")
    return "\\&" + text if text[:1] in (".", "'") else text


class Keys:
    """The path of each key, by how far it is indented."""

    def __init__(self):
        self.above = []

    def path(self, indent, is_item, name):
        while self.above and self.above[-1][0] >= indent:
            self.above.pop()
        prefix = "".join(part for _, part in self.above)
        self.above.append((indent, name + "."))
        if is_item:
            # What follows the dash is a key of an item of the list; its neighbours are as deep as it is.
            self.above[-1] = (indent, "")
            self.above.append((indent + 2, name + "."))
            return prefix + name
        return prefix + name


def tell(path, prose, value):
    print(".TP\n.B " + escape(path))
    if prose:
        print(escape(" ".join(prose)))
    if value:
        print((".br\n" if prose else "") + "For example: " + escape(value))
    elif not prose:
        print("A section.")


def manual(example):
    start, _, reference = example.partition("# Every key\n")
    if not reference:
        sys.exit("the example has no part that begins with \"# Every key\"")
    print(HEAD, end="")
    for line in start.splitlines():
        if not line.startswith("#") and line:
            print(escape(line))
    print(".EE\n.SH KEYS")

    keys, prose, told = Keys(), [], set()
    for line in reference.splitlines():
        if match := KEY.match(line):
            indent, dash, name, value = match.groups()
            path = keys.path(len(indent), bool(dash), name)
            if dash and path in told:
                # Another item of a list: what stands above it is about the key that follows.
                continue
            if path not in told or prose:
                tell(path, prose, value)
                told.add(path)
            prose = []
        elif match := PROSE.match(line):
            prose += [match[1]] if match[1] else []
        elif line.strip():
            sys.exit(f"neither prose nor a key: {line}")
        elif prose and not told:
            print(".PP\n" + escape(" ".join(prose)))
            prose = []
    print(TAIL, end="")


manual(open(sys.argv[1], encoding="utf-8").read())
