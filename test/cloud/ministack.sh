#!/usr/bin/env bash
# Runs the cloud proof against MiniStack, an AWS emulator that runs Lambda functions as local processes.
# Everything it installs and writes is in one temporary folder; needs python3 with venv.
#   test/cloud/ministack.sh [options of vitest]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
pid=

stop() {
  status=$?
  # The emulator's function workers are in its process group.
  if [ -n "$pid" ]; then kill -- "-$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; fi
  if [ "$status" -ne 0 ] && [ -f "$work/log" ]; then echo '--- the end of the emulator log:' && tail -n 60 "$work/log"; fi
  rm -rf "$work"
  exit "$status"
}
trap stop EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ministack==1.4.21 cryptography==50.0.2
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# Functions run on the first `node` of the path; it must be the version that Lambda has.
export PATH="$root/node_modules/.bin:$PATH"
mkdir "$work/state" "$work/tmp"
export TMPDIR="$work/tmp"
set -m # gives the emulator a process group of its own
env GATEWAY_PORT="$port" BIND_HOST=127.0.0.1 MINISTACK_HOST=localhost LAMBDA_EXECUTOR=local IOT_MTLS_ENABLED=0 \
  SFN_WAIT_SCALE=0.2 STATE_DIR="$work/state" \
  "$work/venv/bin/ministack" >"$work/log" 2>&1 </dev/null &
pid=$!
set +m

export AWS_ENDPOINT_URL="http://127.0.0.1:$port"
ready='fetch(`${process.env.AWS_ENDPOINT_URL}/_ministack/health`).then(({ ok }) => process.exit(ok ? 0 : 1))'
for _ in $(seq 60); do
  node -e "$ready" 2>/dev/null && break
  kill -0 "$pid" || exit 1
  sleep 0.5
done

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 CDK_DEFAULT_ACCOUNT=000000000000
# Its token endpoint ignores the scope asked for, so the tests sign their tokens with its key.
export TOKEN_SIGNING_KEY="$work/state/cognito-rsa-key.pem"
cd "$root"
npm run test:cloud -- "$@"
