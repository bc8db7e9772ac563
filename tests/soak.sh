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

echo "=== 100,000 mutations of each body that concerns tokens"
HAPI_TOKEN_MUTATIONS=100000 cargo test -p hapi-ledger --lib -- robustness::tokens

echo "=== 500 seeds of each simulation of nodes"
HAPI_SEEDS=500 cargo test --release -p hapi-node-core --test simulation -- --include-ignored

echo "=== a million transfers on four node processes, and ten minutes of load"
HAPI_TRANSFERS=1000000 cargo bench --bench network
HAPI_LOAD_SECONDS=600 cargo bench --bench network

echo "=== soaked"
