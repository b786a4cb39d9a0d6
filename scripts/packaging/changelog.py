"""Writes CHANGELOG.md as Debian writes changelogs: changelog.py CHANGELOG VERSION DATE

VERSION is the package's, for the topmost section, which may be unreleased; DATE in RFC 5322's form.
"""

import re
import sys
import textwrap


def entry(version, body, date):
    items = re.findall(r"^- (.*(?:\n  .*)*)", body, re.MULTILINE)
    lines = [textwrap.fill(" ".join(item.split()), 78, initial_indent="  * ", subsequent_indent="    ") for item in items]
    return f"edgewatch ({version}) unstable; urgency=medium\n\n" + "\n".join(lines) + f"\n\n -- The EdgeWatch authors <edgewatch@localhost>  {date}\n"


def main():
    file, version, date = sys.argv[1:]
    sections = re.split(r"^## ", open(file, encoding="utf-8").read(), flags=re.MULTILINE)[1:]
    entries = []
    for number, section in enumerate(sections):
        title, _, body = section.partition("\n")
        entries.append(entry(version if number == 0 else title.split()[0], body, date))
    print("\n".join(entries), end="")


main()
