# Sourced by the other scripts: where things are, and how the build is called.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034  # used by those who source this
artifacts=$root/artifacts
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

# run_dotnet build|publish PROJECT|SOLUTION LOG: a Release build, quiet unless it fails.
run_dotnet() {
  mkdir -p "$(dirname "$3")"
  if ! dotnet "$1" "$2" -c Release -v q --nologo -warnaserror >"$3" 2>&1; then
    cat "$3" >&2
    echo "$(basename "$0"): the build failed." >&2
    return 1
  fi
}
