"""Each relative link of a page that a package ships leads to something that it ships too, under the name that the
link says: no page is compressed, and no picture is missing.

usage: shipped_pages.py             what packaging/debian/*.docs and *.examples say
       shipped_pages.py PACKAGE...  what is in the packages
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).parent.parent.parent
DEBIAN = SOURCE / "packaging/debian"


def links_of(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.S | re.M)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", link):
            yield link.split("#")[0]


def left_out():
    return re.findall(r"-X(\S+)", (DEBIAN / "rules").read_text().partition("dh_installdocs")[2].partition("\n")[0])


def put_as_debhelper_does(folder):
    """Of the sources, without building: a folder is copied as it is, a file loses the folder's name."""
    for list_of in DEBIAN.glob("*.docs"):
        target = folder / "usr/share/doc" / list_of.stem
        target.mkdir(parents=True)
        for line in list_of.read_text().split():
            for path in SOURCE.glob(line):
                if path.is_dir():
                    shutil.copytree(path, target / path.name)
                else:
                    shutil.copy(path, target)
        for path in target.rglob("*"):
            if any(word in str(path) for word in left_out()):
                path.unlink()


def unpack(packages, folder):
    for package in packages:
        subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)


def main(packages):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        unpack(packages, folder) if packages else put_as_debhelper_does(folder)
        pages = sorted((folder / "usr/share/doc").rglob("*.md"))
        pictures = sorted((folder / "usr/share/doc").rglob("*.svg"))
        wrong = [f"{page.relative_to(folder)}: {link}" for page in pages for link in links_of(page)
                 if not (page.parent / link).exists()]
        wrong += [f"compressed: {path.relative_to(folder)}" for path in folder.rglob("*.md.gz")]
        print(f"shipped_pages: {len(pages)} pages, {sum(len(list(links_of(page))) for page in pages)} links,"
              f" {len(pictures)} drawings")
        assert len(pages) > 20 and len(pictures) >= 3, "they are not there"
    if wrong:
        sys.exit("links that lead nowhere:\n" + "\n".join(wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
