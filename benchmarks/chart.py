"""``python chart.py FIGURES.json CHART.png``: speeds as bars. Runs in an environment of its own, with matplotlib."""

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

figures, picture = sys.argv[1:]
bars = sorted(json.loads(Path(figures).read_text(encoding="utf-8")), key=lambda bar: bar[1])
fig, axes = plt.subplots(figsize=(9, 0.42 * len(bars) + 1))
for side, light in ((1, 1.0), (2, 0.45)):  # plain and dense
    for place, bar in enumerate(bars):
        colour = "#c1440e" if bar[0].startswith("ie") else "#4a6b8a"
        high = place + (0.19 if side == 1 else -0.19)
        axes.barh(high, bar[side], 0.36, color=colour, alpha=light)
        axes.text(bar[side] * 1.06, high, f"{bar[side]:.3g}", va="center", fontsize=7)
axes.set_xscale("log")
axes.set_yticks(range(len(bars)), [bar[0] for bar in bars], fontsize=8)
axes.set_xlim(right=max(max(bar[1:]) for bar in bars) * 2)
axes.set_xlabel("MB of text a second of CPU, one process, log scale; upper bar plain text, lower dense")
axes.spines[["top", "right"]].set_visible(False)
fig.tight_layout()
fig.savefig(picture, dpi=110)
