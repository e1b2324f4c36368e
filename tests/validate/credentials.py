"""Published pictures, judged by C2PA's own SDK, and their descriptions by ExifTool where it is installed. Arguments: the folder
that take_out.mjs filled and a program of the SDK's virtual environment.

A tampered twin of each kind of file must be refused. A word that is not on IPTC's list passes every reader, so the word is looked
at here."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import c2pa

folder = Path(sys.argv[1])
PREFIX = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def fail(words):
    sys.exit(f"credentials: {words}")


def by_sdk(path):
    """valid, and what the active manifest says."""
    try:
        with c2pa.Reader(str(path)) as reader:
            told = json.loads(reader.json())
    except Exception as error:  # whatever the SDK throws, the file was not accepted
        return False, str(error)
    return told.get("validation_state") in ("Valid", "Trusted"), told


def by_exiftool(path):
    """ExifTool's complaints: none where the description is right."""
    command = ["exiftool", "-validate", "-warning", "-error", "-a", "-G1", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def check(path):
    is_valid, told = by_sdk(path)
    if not is_valid:
        fail(f"{path.name}: the SDK does not accept it: {told}")
    manifest = told["manifests"][told["active_manifest"]]
    actions = next(a["data"]["actions"] for a in manifest["assertions"] if a["label"].startswith("c2pa.actions"))
    source = actions[0].get("digitalSourceType", "")
    if actions[0]["action"] != "c2pa.created" or source != PREFIX + "composite":
        fail(f"{path.name}: it does not say how it came to be: {actions[0]}")
    if not any(action["action"] == "app.galley.approved" for action in actions):
        fail(f"{path.name}: it does not say who approved it")


def twin(path):
    """The file with one bit of its pixels turned."""
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    changed = folder / f"twin_{path.name}"
    changed.write_bytes(data)
    return changed


published = folder / "published"
pictures = sorted(p for p in published.rglob("*") if p.suffix in (".png", ".jpg"))
if not pictures:
    fail("the demo published no pictures")
for path in pictures:
    check(path)
samples = {path.suffix: path for path in pictures}.values()
twins = [twin(path) for path in samples]
for changed in twins:
    if by_sdk(changed)[0]:
        fail(f"{changed.name}: the SDK accepts a tampered file")
if shutil.which("exiftool"):
    for path in samples:
        told = by_exiftool(path)
        if "Validate" in told and "OK" not in told.split("Validate", 1)[1].splitlines()[0]:
            fail(f"{path.name}: ExifTool complains: {told}")
else:
    print("credentials: exiftool is not installed")
print(f"credentials: {len(pictures)} pictures accepted, {len(twins)} tampered ones refused")
