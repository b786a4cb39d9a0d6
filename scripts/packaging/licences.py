"""Collects the licences of all that is compiled into the program or lies beside it, for Debian's copyright file.

licences.py ASSETS RID FOLDER   ASSETS: NuGet's project.assets.json of the native build; RID: linux-x64 or linux-arm64. Writes FOLDER/copyright,
and what the makers say of their own third parties, word for word, to FOLDER/third-party/. A package without a licence that is known here is an error.
"""

import json
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[2]

MIT = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)[2]
TEXTS = {
    "Expat": MIT,
    "Apache-2.0": "On Debian systems, the full text is in /usr/share/common-licenses/Apache-2.0; elsewhere, at\nhttps://www.apache.org/licenses/LICENSE-2.0",
    "public-domain": "SQLite is in the public domain: https://sqlite.org/copyright.html",
}
EXPRESSIONS = {"MIT": "Expat", "Apache-2.0": "Apache-2.0"}


class Package:
    """One NuGet package whose code is in the product."""

    def __init__(self, folder):
        self.folder = folder
        metadata = {child.tag.rpartition("}")[2]: child for child in next(iter(xml.parse(next(folder.glob("*.nuspec"))).getroot()))}
        self.name = f"{metadata['id'].text} {metadata['version'].text}"
        self.holder = re.sub(r"^(©|Copyright\b)\s*(\([cC]\)|©)?\s*", "", self._text(metadata, "copyright") or self._text(metadata, "authors"))
        self.licence = self._licence(metadata["license"])

    @property
    def notices(self):
        return [file for file in sorted(self.folder.iterdir()) if "notice" in file.name.lower().replace("-", "")]

    @staticmethod
    def _text(metadata, name):
        return (metadata[name].text or "").strip() if name in metadata else ""

    def _licence(self, element):
        if element.get("type") == "expression":
            return EXPRESSIONS.get(element.text) or sys.exit(f"{self.name}: the licence {element.text} is not known to {__file__}")
        text = (self.folder / element.text).read_text(encoding="utf-8-sig")
        if "Public Domain" in text:
            return "public-domain"
        if " ".join(MIT.split()) in " ".join(text.split()):
            # The holder stands in the licence more exactly than in the package's description.
            self.holder = re.search(r"Copyright (?:\([cC]\) )?(.*)", text)[1].strip() if "Copyright" in text else self.holder
            return "Expat"
        return sys.exit(f"{self.name}: {element.text} is a licence that is not known to {__file__}")


def packages(assets, rid):
    caches = [pathlib.Path(folder) for folder in assets["packageFolders"]]

    def package(path):
        found = next((cache / path for cache in caches if (cache / path).is_dir()), None)
        return Package(found or sys.exit(f"{path} is in none of NuGet's folders"))

    target = next(libraries for name, libraries in assets["targets"].items() if name.endswith("/" + rid))
    for name, library in sorted(target.items(), key=lambda item: item[0].lower()):
        parts = [*library.get("runtime", {}), *library.get("native", {})]
        if library["type"] == "package" and any(not part.endswith("_._") for part in parts):
            yield package(name.lower())
    for framework in assets["project"]["frameworks"].values():
        for pack in framework.get("downloadDependencies", []):
            # The runtime that is linked in. The compiler and the runtime for other ways to run stay here.
            if ".Runtime.NativeAOT." in pack["name"] or pack["name"].startswith("Microsoft.AspNetCore.App.Runtime."):
                version = pack["version"].strip("[]").partition(",")[0]
                yield package(f"{pack['name'].lower()}/{version}")


def indented(text):
    return "\n".join(" " + (line.rstrip() or ".") for line in text.strip().splitlines())


def main():
    assets, rid, folder = json.loads(pathlib.Path(sys.argv[1]).read_text()), sys.argv[2], pathlib.Path(sys.argv[3])
    third_party = folder / "third-party"
    third_party.mkdir(parents=True)
    found = list(packages(assets, rid))
    for package in found:
        for notice in package.notices:
            # ONNX Runtime's and .NET's packages repeat the same text.
            text = notice.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
            if not any(text == other.read_text(encoding="utf-8") for other in third_party.iterdir()):
                (third_party / f"{package.folder.parent.name}.txt").write_text(text, encoding="utf-8")

    own = re.search(r"Copyright \(c\) (.*)", (ROOT / "LICENSE").read_text(encoding="utf-8"))[1]
    font = (ROOT / "src/EdgeWatch/Evidence/Fonts/DejaVuSans.licence.txt").read_text(encoding="utf-8")
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: EdgeWatch",
        "Comment: The program is linked with the packages named below, and its libraries are those packages' own. What their makers",
        " bring along of others is told, word for word, in the folder third-party beside this file.",
        "",
        "Files: *",
        f"Copyright: {own}",
        "License: Expat",
        "",
    ]
    for package in found:
        libraries = {"Microsoft.ML.OnnxRuntime": "libonnxruntime.so", "SQLite": "libe_sqlite3.so",
                     "SkiaSharp.NativeAssets.Linux.NoDependencies": "libSkiaSharp.so"}
        file = libraries.get(package.name.partition(" ")[0], "edgewatch")
        lines += [f"Files: usr/lib/edgewatch/{file}", f"Copyright: {package.holder}", f"License: {package.licence}",
                  f"Comment: {package.name}", ""]
    lines += ["Files: usr/lib/edgewatch/edgewatch", "Copyright: Bitstream, Inc.; Tavmjong Bah", "License: DejaVu",
              "Comment: letters of DejaVu Sans, for what is written on pictures", ""]
    uplot = (ROOT / "src/EdgeWatch/Web/Page/Files/uPlot.LICENSE.txt").read_text(encoding="utf-8")
    lines += ["Files: usr/lib/edgewatch/edgewatch", "Copyright: " + re.search(r"Copyright \(c\) (.*)", uplot)[1], "License: Expat",
              "Comment: uPlot, for the charts of the page", ""]
    for name, text in [*TEXTS.items(), ("DejaVu", font)]:
        lines += [f"License: {name}", indented(text), ""]
    (folder / "copyright").write_text("\n".join(lines), encoding="utf-8")


main()
