#!/usr/bin/env bash
# Fuzzes the embedded API with Schemathesis, with valid and invalid requests: every response must match the OpenAPI
# description, and none may be a server error. Needs python3 with venv; everything is in one temporary folder.
#   test/api/fuzz.sh [options of schemathesis run]
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
  echo 'Skipped: Schemathesis needs python3 with venv'
  exit 0
fi
work=$(mktemp -d)
pid=

stop() {
  status=$?
  if [ -n "$pid" ]; then kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; fi
  rm -rf "$work"
  exit "$status"
}
trap stop EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5

mkfifo "$work/address"
node_modules/.bin/node --disable-warning=ExperimentalWarning --conditions=embedded --import ./local/text-imports.ts test/api/serve.ts \
  >"$work/address" </dev/null &
pid=$!
read -r url token RUN_ID <"$work/address"
export RUN_ID

"$work/venv/bin/schemathesis" --config-file test/api/schemathesis.toml --no-color \
  run "$url/v1/openapi.json" --url "$url" --header "Authorization: Bearer $token" "$@"
