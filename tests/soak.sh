#!/usr/bin/env bash
# What takes too long for every change: many seeds of everything that has one. `.ci/run` does a smaller count of each.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "=== specs in 20 random orders, with locks and with forks"
for seed in $(seq 1 20); do
  cargo test --quiet --test specs -- --shuffle --seed "$seed" --quiet
  cargo test --quiet --test specs -- --shuffle --seed "$seed" --isolation fork --quiet
done

echo "=== consensus as the definitions say, on 20,000 random graphs"
HAPI_GRAPHS=20000 cargo test --release -p hapi-hashgraph --test consensus

echo "=== 2,000 seeds of each simulation of members"
HAPI_SEEDS=2000 cargo test --release -p hapi-node-core --test simulation -- --include-ignored

echo "=== soaked"
