"""The sample with 5,000 learning points without a theme, made of the sentences in tests/suggestions/."""

import csv
import random
from pathlib import Path

import yaml

SENTENCES = Path(__file__).parents[1] / "suggestions"
POINTS = 5_000
SEED = 20231221


def write(root: Path) -> None:
    """Adds the points to the sample in `root`: each a sentence, and words of all sentences after it."""
    chance = random.Random(SEED)
    texts = [
        each["text"]
        for name in ("train.yml", "held_out.yml")
        for each in yaml.safe_load((SENTENCES / name).read_text(encoding="utf-8"))
    ]
    words = sorted({word for text in texts for word in text.split() if word.islower() and word.isalpha()})
    with (root / "audits_data" / "2023-11" / "audits.csv").open(encoding="utf-8", newline="") as file:
        audits = [row["audit_id"] for row in csv.DictReader(file)]
    folder = root / "audits_data" / "unfiled"
    folder.mkdir(parents=True)
    with (folder / "learning.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["audit_id", "kind", "point"])
        for _ in range(POINTS):
            point = f"{chance.choice(texts)} It {' '.join(chance.choices(words, k=chance.randrange(4, 16)))}."
            table.writerow([chance.choice(audits), "improvement", point])
