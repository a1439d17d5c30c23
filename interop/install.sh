#!/bin/sh
# Installs the programs that the tests here run. ENVIRONMENT is the virtual environment of kgbuild.
# What cannot be installed here is named, and its tests skip.
set -eu
environment=$1
here=$(dirname "$0")

has() { command -v "$1" >/dev/null 2>&1; }
without() { echo "interop: without $1: $2" >&2; }

# Of Virtuoso this takes the program alone: no service starts, no port opens.
programs() { apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin raptor2-utils; }

if ! { has virtuoso-t && has rapper; }; then
  if has apt-get && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    programs >/dev/null 2>&1 || { apt-get update -qq && programs >/dev/null; } ||
      without "Virtuoso and rapper" "apt-get could not install them"
  else
    without "Virtuoso and rapper" \
      "as root, apt-get install virtuoso-opensource-7-bin raptor2-utils would bring them"
  fi
fi

if ! cmp -s "$here/package.json" "$environment/interop/.installed"; then
  if has npm && has node; then
    mkdir -p "$environment/interop"
    cp "$here/package.json" "$environment/interop/package.json"
    if npm install --prefix "$environment/interop" --no-audit --no-fund --loglevel=error \
      >/dev/null; then
      cp "$here/package.json" "$environment/interop/.installed"
    else
      without Comunica "npm could not install it"
    fi
  else
    without Comunica "it needs Node.js 20 or newer, with npm"
  fi
fi

"$environment/bin/python" -c 'import igraph' 2>/dev/null ||
  "$environment/bin/python" -m pip --disable-pip-version-check -qq install 'igraph>=0.11,<2' ||
  without igraph "pip could not install it"
