#!/bin/sh
# Trains both engines and scikit-learn's forest on the same rows, interleaved, each in a process of its own:
#   train.sh ROWS [RUNS] [PYTHON]
# after ./mvnw package. The rows are of fraud_csv.py. Prints what each says of itself; ratios are the reader's.
set -eu
rows=$1 runs=${2:-3} python=${3:-python3}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && jar xf "$(ls "$here"/../../target/mlops-trainer-*-image.zip)")
"$python" "$here/fraud_csv.py" "$rows" 42 > "$work/rows.csv"
for run in $(seq "$runs"); do
    "$python" "$here/train_sklearn.py" "$work/rows.csv" is_fraud
    for engine in smile histogram; do
        base=$work/ml
        rm -rf "$base"
        mkdir -p "$base/input/config" "$base/input/data/training"
        ln "$work/rows.csv" "$base/input/data/training/rows.csv"
        echo "{\"label\":\"is_fraud\",\"engine\":\"$engine\"}" > "$base/input/config/hyperparameters.json"
        SAGEMAKER_BASE_DIR=$base java ${BENCH_JAVA_OPTIONS:-} -jar "$work/opt/program/mlops-trainer.jar" train > "$base/log" 2>&1
        awk -v engine="$engine" '
            /^[0-9.]+ s: read / { read = $1 }
            / rows train, / { start = $1 }
            /grew 100 of 100/ { fit = $1 - start }
            /^validation:(roc_auc|average_precision)/ { quality = quality " " $0 }
            END { printf "%s: read %.2f s, fit %.2f s,%s\n", engine, read, fit, quality }' "$base/log"
    done
done
