#!/bin/sh
# The wall between the halves: what a browser loads is built from `app` and `domain` alone.
# Fails when the browser half links anything of the server, or when cargo itself fails.
set -eu
cd "$(dirname "$0")/.."

tree=$(cargo tree --locked -p app --no-default-features --features hydrate \
  --target wasm32-unknown-unknown -e normal --prefix none)

# A tree without the browser's own parts would pass for the wrong reason.
printf '%s\n' "$tree" | grep -q '^domain ' || { echo "no domain in the tree: is this the browser half?" >&2; exit 1; }
printf '%s\n' "$tree" | grep -q '^web-sys ' || { echo "no web-sys in the tree: is this the browser half?" >&2; exit 1; }

if found=$(printf '%s\n' "$tree" | grep -E \
  '^(tokio|tokio-postgres|axum|hyper|hyper-util|tower-http|rusqlite|libsqlite3-sys|deadpool-postgres|refinery|totp-rs|lettre|qrcode|argon2|chacha20poly1305|zxcvbn|phonenumber|unicode-normalization|rustls|server) '); then
  echo "the browser half links parts of the server:" >&2
  printf '%s\n' "$found" | sort -u >&2
  exit 1
fi
echo "the browser half links nothing of the server"
