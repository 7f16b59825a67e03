# Sourced by the other scripts: where things are, and how the build is called.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
artifacts=$root/artifacts
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

# build PROJECT|SOLUTION LOG: a Release build, quiet unless it fails.
build() {
  mkdir -p "$(dirname "$2")"
  if ! dotnet build "$1" -c Release -v q --nologo -warnaserror >"$2" 2>&1; then
    cat "$2" >&2
    echo "$(basename "$0"): the build failed." >&2
    return 1
  fi
}
