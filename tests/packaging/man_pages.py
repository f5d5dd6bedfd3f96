"""The man pages know every command, every option and every key of a configuration: what each program's --help
lists has its paragraph, and its options stand there (or with the command above it, or among the page's OPTIONS).

usage: man_pages.py FOLDER_OF_PROGRAMS
"""

import json
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).parent.parent.parent
PAGES = {"loa": "loa.1", "loa-firmware": "loa-firmware.1", "loa-station": "loa-station.8",
         "loa-centre": "loa-centre.8"}
SCHEMAS = {"loa-station": "daemon/loa-station.schema.json", "loa-centre": "centre/loa-centre.schema.json"}


def plain(lines):
    """Of troff, the words."""
    words = " ".join(re.sub(r"^\.[A-Z]{1,2} ?", "", line) for line in lines)
    return re.sub(r" +", " ", words.replace('"', "").replace("\\-", "-")).strip()


class Page:
    """Its paragraphs, (section, tag, text), each with what stands in its tag."""

    def __init__(self, name):
        self.paragraphs, section = [], ""
        text = (SOURCE / "docs/man" / name).read_text()
        for part in re.split(r"^(?=\.SH |\.TP$)", text, flags=re.M):
            lines = part.splitlines()
            if lines and lines[0].startswith(".SH "):
                section = lines[0][4:].strip('"')
                self.paragraphs.append((section, "", plain(lines[1:])))
            elif lines:
                self.paragraphs.append((section, plain(lines[1:2]), plain(lines[1:])))

    def of(self, command):
        """What is said of a command."""
        return [text for _, tag, text in self.paragraphs if re.match(rf"{re.escape(command)}($|[ ,])", tag)]

    def section(self, name):
        return [text for section, _, text in self.paragraphs if section == name]

    def keys(self):
        """Text by key of the configuration; one paragraph may tell of several."""
        return {key: text for section, tag, text in self.paragraphs if section == "CONFIGURATION"
                for key in re.findall(r"\w+", tag)}


def helped(program, *command):
    env = {**os.environ, "LOA_LANG": "en"}
    ran = subprocess.run([program, *command, "--help"], capture_output=True, text=True, env=env, check=True)
    return ran.stdout


def options_in(text):
    """The names of each, without what every command has."""
    return set(re.findall(r"^ +((?:-\w,)?--?[\w-]+)", text, re.M)) - {"-h,--help"}


def commands_in(text):
    return re.findall(r"^  ([a-z][a-z-]*)", text.partition("\nSubcommands:\n")[2], re.M)


def stands_in(word, texts):
    return any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) for text in texts)


def wrong_options(program, page, name, command=()):
    """Walks the program's commands."""
    text = helped(program, *command)
    places = page.section("OPTIONS") + (page.of(" ".join(command)) if command else page.section("SYNOPSIS"))
    if len(command) > 1:
        places += page.of(" ".join(command[:-1]))
    said = " ".join((name, *command))
    if command and not page.of(" ".join(command)):
        yield f"{said}: no paragraph"
    for option in sorted(options_in(text)):
        if not any(stands_in(one, places) for one in option.split(",")):
            yield f"{said}: {option}"
    for more in commands_in(text):
        yield from wrong_options(program, page, name, (*command, more))


def names_in(schema, root):
    """Every property below a part of a schema."""
    if isinstance(schema, list):
        return {name for one in schema for name in names_in(one, root)}
    if not isinstance(schema, dict):
        return set()
    if "$ref" in schema:
        return names_in(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    inner = schema.get("properties", {})
    return set(inner) | {name for part in [*inner.values(), schema.get("items"), schema.get("oneOf"),
                                           schema.get("anyOf")] for name in names_in(part, root)}


def wrong_keys(page, name, schema):
    told = page.keys()
    for key, what in schema["properties"].items():
        if key == "$schema":
            continue
        if key not in told:
            yield f"{name}: key {key}"
            continue
        for inner in sorted(names_in(what, schema)):
            if not stands_in(inner, [told[key]]):
                yield f"{name}: key {key}.{inner}"
    for key in sorted(set(told) - set(schema["properties"])):
        yield f"{name}: there is no key {key}"


def main(folder):
    wrong, pages = [], {name: Page(file) for name, file in PAGES.items()}
    for name, page in pages.items():
        wrong += wrong_options(pathlib.Path(folder) / name, page, name)
    for name, file in SCHEMAS.items():
        wrong += wrong_keys(pages[name], name, json.loads((SOURCE / file).read_text()))
    assert len(commands_in(helped(pathlib.Path(folder) / "loa"))) > 20, "the walk found no commands"
    if wrong:
        sys.exit("not in the man page:\n" + "\n".join(wrong))


if __name__ == "__main__":
    main(sys.argv[1])
