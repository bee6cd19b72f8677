"""Fits scikit-learn's forest to a CSV: train_sklearn.py FILE LABEL [THREADS]. Prints seconds to read and to fit, peak MB."""
import resource
import sys
import time

try:
    import numpy
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import average_precision_score, roc_auc_score
except ImportError:
    print("scikit-learn absent: nothing to compare with")
    sys.exit(0)

file, label = sys.argv[1], sys.argv[2]
threads = int(sys.argv[3]) if len(sys.argv) > 3 else -1
start = time.monotonic()
try:
    import pandas

    frame = pandas.read_csv(file)
    y = frame.pop(label).to_numpy()
    x = frame.to_numpy(numpy.float32)
    reader = "pandas"
except ImportError:
    header = open(file).readline().strip().split(",")
    table = numpy.loadtxt(file, delimiter=",", skiprows=1, dtype=numpy.float32)
    at = header.index(label)
    y = table[:, at].astype(int)
    x = numpy.delete(table, at, axis=1)
    reader = "numpy"
read = time.monotonic() - start
cut = len(y) * 4 // 5
forest = RandomForestClassifier(100, max_depth=10, n_jobs=threads, random_state=1)
start = time.monotonic()
forest.fit(x[:cut], y[:cut])
fit = time.monotonic() - start
scores = forest.predict_proba(x[cut:])[:, 1]
print(
    f"scikit-learn: read {read:.2f} s ({reader}), fit {fit:.2f} s,"
    f" AUC {roc_auc_score(y[cut:], scores):.4f}, AP {average_precision_score(y[cut:], scores):.4f},"
    f" peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
)
