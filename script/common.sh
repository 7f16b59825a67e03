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

# Where build_server and build_silo put what they build.
# shellcheck disable=SC2034  # used by those who source this
server=$artifacts/publish/Gateway/release silo=$artifacts/publish/Silo/release

# changed STAMP FILE: whether something that the server is made of is newer than its last build (a file that was removed changes its folder).
changed() {
  [[ ! -e $1 || ! -e $2 ]] ||
    [[ -n $(find "$root/src" "$root"/web/{src,public,*.*} "$root"/Directory.* "$root/global.json" "$root/.editorconfig" -newer "$1" -print -quit) ]]
}

# publish PROJECT FILE: publishes a project unless nothing has changed since the last time.
publish() {
  local stamp=$artifacts/$1.stamp
  changed "$stamp" "$2" || return 0
  echo "$(basename "$0"): building the ${1,,}" >&2
  mkdir -p "$artifacts"
  # Made before the build: what is edited meanwhile is built next time.
  touch "$stamp.new"
  run_dotnet publish "$root/src/$1" "$artifacts/log/${1,,}-build.log"
  mv "$stamp.new" "$stamp"
}

build_server() { publish Gateway "$server/CodeRunner.Gateway.dll"; }

build_silo() { publish Silo "$silo/CodeRunner.Silo.dll"; }
