"""The classic assignment in plain Python, as its many public implementations have it, without any library.

Buy 5,000 shares. Snapshots are the rows of one ts_event, the first of each publisher. The allocator enumerates every split
in steps of 100 shares; its three parameters are tuned on 64 points, each a run over all snapshots until the order is filled;
three baselines beside it. docs/classic.md says what each does. Prints the totals as JSON.

usage: classic.py FILE.csv
"""
import csv
import json
import sys
from calendar import timegm
from time import strptime

ORDER, FEE, REBATE, STEP, BUCKET = 5000, 0.001, 0.0005, 100, 60
START, END = "13:36:32", "13:45:14"


def read_snapshots(path):
    """Lists of (ask, size) by time in seconds, in time order."""
    by_stamp = {}
    with open(path, newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        stamp, publisher = header.index("ts_event"), header.index("publisher_id")
        ask, size = header.index("ask_px_00"), header.index("ask_sz_00")
        for row in rows:
            time = row[stamp]
            if not START <= time[11:19] <= END or not row[ask]:
                continue
            venues = by_stamp.setdefault(time, {})
            if int(row[publisher]) not in venues:
                venues[int(row[publisher])] = (float(row[ask]), int(row[size]))
    return [(seconds(time), [by_stamp[time][p] for p in sorted(by_stamp[time])]) for time in sorted(by_stamp)]


def seconds(stamp):
    """Whole seconds and nanoseconds of a stamp, as one integer of nanoseconds."""
    return timegm(strptime(stamp[:19], "%Y-%m-%dT%H:%M:%S")) * 10**9 + int(stamp[20:29])


def compute_cost(split, venues, order, over, under, theta):
    executed, cash = 0, 0.0
    for shares, (ask, size) in zip(split, venues):
        filled = min(shares, size)
        executed += filled
        cash += filled * (ask + FEE) - max(shares - filled, 0) * REBATE
    underfill, overfill = max(order - executed, 0), max(executed - order, 0)
    return cash + theta * (underfill + overfill) + under * underfill + over * overfill


def allocate(order, venues, over, under, theta):
    splits = [[]]
    for _, size in venues:
        longer = []
        for split in splits:
            most = min(order - sum(split), size)
            for shares in range(0, most + 1, STEP):
                longer.append(split + [shares])
        splits = longer
    best, best_cost = [], float("inf")
    for split in splits:
        if sum(split) != order:
            continue
        cost = compute_cost(split, venues, order, over, under, theta)
        if cost < best_cost:
            best, best_cost = split, cost
    return best


def trial(snapshots, over, under, theta):
    remaining, cash = ORDER, 0.0
    for _, venues in snapshots:
        if remaining <= 0:
            break
        for shares, (ask, size) in zip(allocate(remaining, venues, over, under, theta), venues):
            filled = min(shares, size)
            cash += filled * (ask + FEE)
            remaining -= filled
    return cash, ORDER - remaining


def sweep(venues, want):
    cash, filled = 0.0, 0
    for ask, size in sorted(venues, key=lambda venue: venue[0]):
        shares = min(size, want - filled)
        cash += shares * (ask + FEE)
        filled += shares
    return cash, filled


def best_ask(snapshots):
    cash, filled = 0.0, 0
    for _, venues in snapshots:
        if filled >= ORDER:
            break
        paid, shares = sweep(venues, ORDER - filled)
        cash, filled = cash + paid, filled + shares
    return cash, filled


def twap(snapshots):
    start, bucket = snapshots[0][0], BUCKET * 10**9
    buckets = max(1, (snapshots[-1][0] - start) // bucket)
    cash, filled, done = 0.0, 0, set()
    for time, venues in snapshots:
        b = (time - start) // bucket
        if b >= buckets or b in done:
            continue
        done.add(b)
        paid, shares = sweep(venues, ORDER // buckets)
        cash, filled = cash + paid, filled + shares
    return cash, filled


def vwap(snapshots):
    cash, remaining = 0.0, ORDER
    for _, venues in snapshots:
        if remaining <= 0:
            break
        total = sum(size for _, size in venues)
        for ask, size in venues if total else []:
            shares = min(int(size / total * remaining), size)
            cash += shares * (ask + FEE)
            remaining -= shares
    return cash, ORDER - remaining


def main():
    snapshots = read_snapshots(sys.argv[1])
    best = None
    for over in (0.1, 0.3, 0.5, 0.7):
        for under in (0.1, 0.3, 0.5, 0.7):
            for theta in (0.05, 0.1, 0.3, 0.5):
                cash, filled = trial(snapshots, over, under, theta)
                average = cash / filled if filled else float("inf")
                if best is None or average < best[0]:
                    best = (average, cash, (over, under, theta))
    names = {"best_ask": best_ask, "twap": twap, "vwap": vwap}
    print(json.dumps({
        "best_parameters": dict(zip(("lambda_over", "lambda_under", "theta_queue"), best[2])),
        "optimized": {"total_cash": best[1]},
        "baselines": {name: {"total_cash": run(snapshots)[0]} for name, run in names.items()},
    }))


main()
