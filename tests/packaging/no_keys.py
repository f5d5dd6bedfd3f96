"""What is handed out holds no secret: no private key in PEM, no password's hash, no key file or one-time-code
secret of Loa's, and not the key that the panel board's images were signed by, in whatever form. Packages are
unpacked; what is compressed in them is looked at as it was before.

usage: no_keys.py [--key FILE] FILE|FOLDER|PACKAGE...    --key: a firmware signing key (loa-firmware new-key)
"""

import base64
import gzip
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).parent.parent.parent
# The words alone stand in any program that reads or writes such things.
FORMS = {
    "a private key in PEM": rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+(?:[\w-]+: .*\s+)*[A-Za-z0-9+/=]{16}",
    "a password's hash": rb"\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{22,}",
    "a key of Loa's": rb'"(?:seed|box)":\s*"[0-9a-fA-F]{64,96}"',
    "a secret of one-time codes": rb'"[0-9a-fA-F]{64}":\s*"[A-Z2-7]{16,}"',
}


def decoy():
    """The hash that a station compares with where it knows no such person: of no password."""
    text = (SOURCE / "entrance/front_desk.cpp").read_text()
    said = re.search(r'((?:"[^"\n]*"\s*)+)', text[text.index('"$argon2id$'):])[1]
    return "".join(re.findall(r'"([^"]*)"', said)).encode()


def forms_of(key_file):
    """A signing key as it is, and as it would be written."""
    seed = bytes.fromhex(key_file.read_text().strip())
    assert len(seed) == 32, f"{key_file} is no signing key"
    return [seed, seed.hex().encode(), seed.hex().upper().encode(), base64.b64encode(seed).rstrip(b"="),
            b",".join(b"%d" % byte for byte in seed), b", ".join(b"0x%02x" % byte for byte in seed)]


def secrets_in(content, signing, decoy_hash):
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    found = [f"{what}: {match[0][:60]!r}" for what, form in FORMS.items()
             for match in re.finditer(form, content) if match[0] != decoy_hash]
    return found + ["the images' signing key" for form in signing if form in content]


def files_of(path, unpacked):
    """(name to tell, file) of all that a path holds."""
    if path.suffix == ".deb":
        folder = pathlib.Path(tempfile.mkdtemp(dir=unpacked))
        subprocess.run(["dpkg-deb", "--raw-extract", path, folder], check=True)
        return [(f"{path.name}: {name.relative_to(folder)}", name) for name in folder.rglob("*")]
    return [(str(name), name) for name in (path.rglob("*") if path.is_dir() else [path])]


def find_what_is_planted(signing, decoy_hash):
    """A search that finds nothing anywhere would always pass."""
    planted = {
        "PEM": b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGjMF8GCSqGSIb3DQEFDTBSMDE=\n",
        "hash": decoy_hash[:-4] + b"AAAA",
        "key file": b'{"loa": "signing-key/1", "seed": "%s"}' % (b"5a" * 32),
        "identity": b'{"seed":"%s"}' % (b"5a" * 32),
        "codes": b'{"%s": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}' % (b"5a" * 32),
        **{f"signing key {number}": form for number, form in enumerate(signing)},
    }
    for name, secret in planted.items():
        for content in (b"\0\x7fELF" + secret + b"\0", gzip.compress(secret)):
            assert secrets_in(content, signing, decoy_hash), f"not found: {name}"
    assert not secrets_in(b"-----BEGIN PRIVATE KEY-----\0$argon2id$\0" + decoy_hash, signing, decoy_hash)


def main(words):
    signing = forms_of(pathlib.Path(words[1])) if words[0] == "--key" else []
    paths = list(map(pathlib.Path, words[2:] if signing else words))
    known = decoy()
    find_what_is_planted(signing, known)
    looked_at, found = 0, []
    with tempfile.TemporaryDirectory() as unpacked:
        for path in paths:
            for name, file in files_of(path, unpacked):
                if file.is_symlink() or not file.is_file():
                    continue
                looked_at += 1
                found += [f"{name}: {what}" for what in secrets_in(file.read_bytes(), signing, known)]
    assert looked_at >= len(paths), f"nothing was there to look at: {paths}"
    print(f"no_keys: {looked_at} files looked at")
    if found:
        sys.exit("secrets are handed out:\n" + "\n".join(found))


if __name__ == "__main__":
    main(sys.argv[1:])
