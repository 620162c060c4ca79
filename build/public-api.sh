#!/usr/bin/env bash
# public-api.sh [--shipped]: brings each package's PublicAPI.Unshipped.txt up to date with its public members. With --shipped, at a release, it moves them all to PublicAPI.Shipped.txt.
# A member that a release had and that is gone is an error of the build (RS0017), since that breaks the code of users.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 LC_ALL=C
for id in Sor.Core Sor.Streaming Sor.ServiceDefaults Sor.CommandLine Sor.Backtester; do
  shipped=$id/PublicAPI.Shipped.txt unshipped=$id/PublicAPI.Unshipped.txt
  [[ -e $shipped ]] || echo '#nullable enable' >"$shipped"
  if [[ ${1:-} == --shipped ]]; then
    { echo '#nullable enable'; { tail -n +2 "$shipped"; tail -n +2 "$unshipped"; } | sort -u; } >"$shipped.new"
    mv "$shipped.new" "$shipped"
    echo '#nullable enable' >"$unshipped"
  else
    echo '#nullable enable' >"$unshipped"
    dotnet format analyzers "$id" --diagnostics RS0016 --severity warn
  fi
  printf '%s: %d members released, %d new\n' "$id" $(($(wc -l <"$shipped") - 1)) $(($(wc -l <"$unshipped") - 1))
done
