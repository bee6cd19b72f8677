"""Writes rows of the recipe's kind: fraud_csv.py ROWS SEED > rows.csv. Twenty numbers, one row in 330 positive."""
import random
import sys

rows, seed = int(sys.argv[1]), int(sys.argv[2])
random.seed(seed)
gauss = random.gauss
print(",".join([f"f{i}" for i in range(20)] + ["is_fraud"]))
for _ in range(rows):
    values = [gauss(0, 1) for _ in range(18)] + [random.randrange(24), random.randrange(7)]
    risk = values[0] + values[1] * values[2] + 0.5 * values[3] + (values[18] < 5)
    fraud = 1 if risk + gauss(0, 1) > 5.6 else 0
    print(",".join([f"{v:.6g}" for v in values] + [str(fraud)]))
