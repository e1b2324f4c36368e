"""The month as FinOps FOCUS 1.2, judged by the FinOps Foundation's validator. Arguments: the folder that take_out.mjs filled
and the validator's program.

The validator ends well whatever it finds, and of the two rules about invoices one fails in every file; so its report is read
here. Two things it does not see are looked at besides: allowed words in every row, and unit price times quantity."""

import csv
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from pathlib import Path

CRITERIA = "ACCOUNT_NAMING_SUPPORTED,ACCOUNT_TYPES_SUPPORTED,SUB_ACCOUNT_SUPPORTED,USAGE_MEASUREMENT_SUPPORTED,TAGGING_SUPPORTED"
# Both are unconditional: a file has invoice ids or it has none.
CONTRADICTION = ("InvoiceId-C-004", "InvoiceId-C-005", "InvoiceId-C-000")
WORDS = {
    "ChargeCategory": {"Usage", "Purchase", "Tax", "Credit", "Adjustment"},
    "ChargeFrequency": {"One-Time", "Recurring", "Usage-Based"},
    "PricingCategory": {"Standard", "Committed", "Dynamic", "Other", ""},
    "ChargeClass": {"", "Correction"},
}


def failures(program, path):
    """The rules that the validator says are broken."""
    report = path.with_suffix(".xml")
    # It opens a list of currencies relative to where it runs.
    home = next(Path(program).resolve().parent.parent.glob("lib/python3*/site-packages"))
    command = [program, "--data-file", str(path.resolve()), "--validate-version", "1.2.0.1", "--focus-dataset", "CostAndUsage",
               "--block-download", "--applicability-criteria", CRITERIA,
               "--output-type", "unittest", "--output-destination", str(report.resolve())]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    assert report.is_file(), f"the validator wrote no report:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    broken = []
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            broken.append(case.get("name"))
    return [name for name in broken if not any(rule in name for rule in CONTRADICTION)]


def unseen(path):
    """What the validator does not see."""
    with path.open(newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            for column, words in WORDS.items():
                if row[column] not in words:
                    yield f"line {number}: {column} is {row[column]!r}"
            for price, cost in [("ListUnitPrice", "ListCost"), ("ContractedUnitPrice", "ContractedCost")]:
                if row[price] and Decimal(row[price]) * Decimal(row["PricingQuantity"]) != Decimal(row[cost]):
                    yield f"line {number}: {price} times PricingQuantity is not {cost}"


def main():
    path, program = Path(sys.argv[1]) / "focus.csv", sys.argv[2]
    rows = path.read_text().count("\n") - 1
    assert rows > 0, "the demo spent nothing this month"
    found = failures(program, path) + list(unseen(path))
    assert not found, "FOCUS rows are refused:\n" + "\n".join(found)
    twin = path.with_name("broken-focus.csv")
    twin.write_text(path.read_text().replace(",EUR,", ",Euros,"))
    assert failures(program, twin), "a currency that is none was let pass"
    print(f"focus: {rows} rows")


main()
