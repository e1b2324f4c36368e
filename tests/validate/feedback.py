"""Feedback as others' trainers read it: `datasets` loads every file, TRL's own helpers take the rows, no campaign is on two
sides, and a broken twin of each file is refused. Argument: the folder that take_out.mjs filled."""

import json
import os
import sys
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1")

from datasets import load_dataset  # noqa: E402
from trl.data_utils import is_conversational, unpair_preference_dataset  # noqa: E402

SPLITS = ["train", "validation", "test"]


def load(path):
    return load_dataset("json", data_files=str(path), split="train", cache_dir=str(path.parent / "cache"))


def roles(turns):
    return [turn["role"] for turn in turns]


def check_preference(rows):
    for row in rows:
        assert is_conversational(row), "a preference is conversational"
        assert roles(row["prompt"])[-1] == "user", "the prompt ends with the user"
        assert roles(row["chosen"]) == roles(row["rejected"]) == ["assistant"], "answers are the assistant's"
        assert row["chosen"] != row["rejected"], "a preference is between two"
    unpaired = unpair_preference_dataset(rows)
    assert len(unpaired) == 2 * len(rows), "each pair gives two"


def check_unpaired(rows):
    for row in rows:
        assert is_conversational(row) and isinstance(row["label"], bool), "a row is a conversation with a label"
        assert roles(row["completion"]) == ["assistant"], "the completion is the assistant's"


def check_reward(rows):
    for row in rows:
        assert roles(row["chosen"]) == roles(row["rejected"]) == ["user", "assistant"], "whole conversations"
        assert row["margin"] > 0, "one is better by something"


def check_diffusion_dpo(rows):
    for row in rows:
        assert row["label_0"] + row["label_1"] == 1, "labels share one"
        assert row["caption"], "a pair has a caption"


def check_label_studio(rows):
    for row in rows:
        assert row["data"] and row["annotations"], "a task has data and what people said"


CHECKS = {
    "preference": check_preference,
    "unpaired": check_unpaired,
    "reward": check_reward,
    "diffusion_dpo": check_diffusion_dpo,
    "label_studio": check_label_studio,
}


def check_sides(folder, name):
    sides = {}
    for split in SPLITS:
        for line in (folder / f"{name}.{split}.jsonl").read_text().splitlines():
            campaign = json.loads(line).get("x_campaign")
            assert campaign is None or sides.setdefault(campaign, split) == split, f"{name}: a campaign is on two sides"


def refuse_broken_twin(path):
    twin = path.with_name(f"broken-{path.name}")
    twin.write_text(path.read_text()[:-20])
    try:
        load(twin)
    except Exception:
        return
    raise AssertionError(f"{twin.name} is broken and was loaded")


def main():
    folder = Path(sys.argv[1])
    for name, check in CHECKS.items():
        check_sides(folder, name)
        counts = []
        for split in SPLITS:
            path = folder / f"{name}.{split}.jsonl"
            counts.append(len(path.read_text().splitlines()))
            if counts[-1]:
                rows = load(path)
                assert len(rows) == counts[-1], f"{path.name}: {len(rows)} of {counts[-1]} rows were loaded"
                check(rows)
                refuse_broken_twin(path)
        print(f"{name}: {counts[0]} train, {counts[1]} validation, {counts[2]} test")


main()
