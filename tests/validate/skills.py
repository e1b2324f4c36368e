"""Skills as the format's own validator reads them: every skill that comes with the program, and the offers that the demo's
decisions led to; a broken twin of each is refused. Arguments: the folder that take_out.mjs filled, the validator."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

folder, validator = Path(sys.argv[1]), sys.argv[2]
shipped = Path(__file__).resolve().parents[2] / "workflows" / "skills"


def is_right(skill):
    judged = subprocess.run([validator, "validate", str(skill)], capture_output=True, text=True)
    return judged.returncode == 0, judged.stdout + judged.stderr


def twins(text):
    yield "another name", text.replace("name: ", "name: not-", 1)
    yield "an unknown field", text.replace("description:", "tools: all\ndescription:", 1)
    yield "no description", text.replace("description:", "license:", 1)
    yield "no front matter", text.split("---", 2)[2]


skills = sorted(path.parent for path in [*shipped.glob("*/SKILL.md"), *folder.glob("skills/*/SKILL.md")])
assert len(skills) >= 5, f"only {len(skills)} skills to look at"
for skill in skills:
    good, words = is_right(skill)
    assert good, f"{skill.name}: {words}"
    text = (skill / "SKILL.md").read_text(encoding="utf-8")
    for what, broken in twins(text):
        with tempfile.TemporaryDirectory() as temporary:
            twin = Path(temporary) / skill.name
            shutil.copytree(skill, twin)
            (twin / "SKILL.md").write_text(broken, encoding="utf-8")
            assert not is_right(twin)[0], f"{skill.name}: {what} was not noticed"
print(f"{len(skills)} skills are right, and {4 * len(skills)} broken twins are not")
