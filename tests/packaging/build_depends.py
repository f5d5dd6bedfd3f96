"""A builder installs what packaging/debian/control says: no library that a build takes from
scripts/packages.txt may be missing there."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parent.parent.parent


def libraries_of(text):
    return set(re.findall(r"^(?:lib\S+-dev|nlohmann-json3-dev)", text, re.M))


def main():
    control = (ROOT / "packaging/debian/control").read_text().split("\n\n")[0]
    listed = libraries_of((ROOT / "scripts/packages.txt").read_text())
    wanted = libraries_of(re.sub(r"[,|:]\s*", "\n", control))
    assert len(listed) > 30, listed
    missing = sorted(listed - wanted)
    if missing:
        sys.exit(f"packaging/debian/control: Build-Depends lacks {', '.join(missing)}")


if __name__ == "__main__":
    main()
