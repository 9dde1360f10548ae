"""The table of measurements, with ratios to our own, and the plot of growth."""

from collections.abc import Sequence
from pathlib import Path

from bench.nlu.measures import Measured

HEADER = (
    f"{'data':<26}{'system':<26}{'n':>7}{'accuracy':>9}{'MCC':>7}{'best':>7}{'ECE':>7}"
    f"{'train s':>9}{'p50 ms':>8}{'p99 ms':>8}{'MB':>7}{'train x':>9}{'p50 x':>7}"
)


def table(rows: Sequence[Measured]) -> str:
    """One line for each row; the last columns say how many times as long as ours it takes."""
    ours = {(row.data, row.examples): row for row in rows if row.system == "Sahayak"}
    lines = [HEADER]
    for row in rows:
        base = ours.get((row.data, row.examples), row)
        lines.append(
            f"{row.data:<26}{row.system:<26}{row.examples:>7}{row.accuracy:>9.3f}"
            f"{_number(row.mcc):>7}{_number(row.best_mcc):>7}{_number(row.calibration_error):>7}"
            f"{row.train_seconds:>9.1f}{row.p50:>8.2f}{row.p99:>8.2f}{row.memory:>7.0f}"
            f"{row.train_seconds / max(base.train_seconds, 1e-9):>9.1f}"
            f"{row.p50 / max(base.p50, 1e-9):>7.1f}"
        )
        if row.by_group:
            shares = ", ".join(f"{name} {share:.3f}" for name, share in row.by_group.items())
            lines.append(f"{'':<26}  {shares}")
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return "" if value != value else f"{value:.3f}"


def plot(rows: Sequence[Measured], path: Path) -> None:
    """Training time, parse time and memory against the number of examples, as a PNG file."""
    import matplotlib as mpl  # type: ignore[import-untyped]

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(12, 3.6))
    aspects = (("train_seconds", "training, s"), ("p50", "one message, ms"), ("memory", "MB"))
    for axis, (name, title) in zip(axes, aspects, strict=True):
        for system in dict.fromkeys(row.system for row in rows):
            own = sorted((r for r in rows if r.system == system), key=lambda r: r.examples)
            values = [getattr(row, name) for row in own]
            axis.plot([row.examples for row in own], values, marker="o", label=system)
        axis.set(xscale="log", yscale="log", xlabel="examples", title=title)
    axes[0].legend()
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
