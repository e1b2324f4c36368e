"""Translators' files as others read them: translate-toolkit takes every XLIFF and TMX file, and where the schemas are at hand
(`GALLEY_SCHEMAS`, or a folder `shared/schemas` beside the checkout) libxml2 checks them against OASIS' XSD and the DTD of TMX,
and `jing`, where it is installed, against OASIS' Schematron. A broken twin of each must be refused. Argument: the folder
that take_out.mjs filled."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from lxml import etree
from translate.storage import factory, tmx
from translate.storage.xliff2 import Xliff2File


def schemas():
    """Where the schemas are, or nothing."""
    named = os.environ.get("GALLEY_SCHEMAS")
    beside = [parent / "shared" / "schemas" for parent in Path(__file__).resolve().parents]
    return next((folder for folder in [Path(named)] * bool(named) + beside if (folder / "xliff").is_dir()), None)


class Local(etree.Resolver):
    """Nothing is fetched: xml.xsd lies beside the schemas."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def resolve(self, url, public, context):
        if url.endswith("xml.xsd"):
            return self.resolve_filename(str(self.folder / "debian" / "xml.xsd"), context)
        return None


def schema(folder, path):
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local(folder))
    return etree.XMLSchema(etree.parse(str(path), parser))


def units(path):
    """Source and target of each unit, as translate-toolkit reads them."""
    if path.name.endswith(".21.xlf"):
        store = Xliff2File.parsefile(str(path))
    else:
        store = tmx.tmxfile.parsefile(str(path)) if path.suffix == ".tmx" else factory.getobject(str(path))
    return [(unit.source, unit.target) for unit in store.units if unit.source]


def is_refused(check, path, old, new):
    """Whether a check refuses the file with other words in it."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not say {old}"
    twin = path.with_name(f"twin_{path.name}")
    twin.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        return bool(check(twin))
    finally:
        twin.unlink()


def against(validator):
    def check(path):
        validator.validate(etree.parse(str(path)))
        return [f"{path.name}:{error.line}: {error.message}" for error in validator.error_log]

    return check


def schematron(rules):
    def check(path):
        done = subprocess.run(["jing", str(rules), str(path)], capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).splitlines() if done.returncode else []

    return check


def checks(folder):
    """Name, files, check, and what makes a twin broken."""
    two, one, memory = "copy.*.21.xlf", "copy.*.12.xlf", "copy.*.tmx"
    yield "XLIFF 2.1 core XSD", two, against(schema(folder, folder / "xliff/21/xliff_core_2.0.xsd")), (' state="', ' stat="'), None
    yield "XLIFF 1.2 strict XSD", one, against(schema(folder, folder / "debian/xliff-core-1.2-strict.xsd")), ('datatype="plaintext"', ""), None
    dtd = etree.DTD(str(folder / "debian/tmx14.dtd"))
    yield "TMX 1.4 DTD", memory, against(dtd), ('datatype="plaintext"', ""), None
    if shutil.which("jing"):
        rules = schematron(folder / "xliff/21/xliff_core_2.1.sch")
        yield "XLIFF 2.1 Schematron", two, rules, ('trgLang="', 'xml:base="'), "jing"


def main():
    folder = Path(sys.argv[1])
    files = sorted(folder.glob("copy.*"))
    assert files, "the demo has no languages"
    for path in files:
        found = units(path)
        assert found and all(target for _, target in found), f"{path.name}: translate-toolkit finds {found}"
    print(f"translate-toolkit reads {len(files)} files")
    known = schemas()
    if known is None:
        print("exchange: no schemas at hand (GALLEY_SCHEMAS): XSD, DTD and Schematron were not checked")
        return
    if not shutil.which("jing"):
        print("exchange: jing is not installed: Schematron was not checked")
    for name, pattern, check, (old, new), slow in checks(known):
        paths = sorted(folder.glob(pattern))
        found = [line for path in paths[:2 if slow else None] for line in check(path)]
        assert not found, f"{name}:\n" + "\n".join(found)
        assert is_refused(check, paths[0], old, new), f"{name} takes a broken twin"
        print(f"{name}: good, and a broken twin is refused")


main()
