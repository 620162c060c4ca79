#!/usr/bin/env bash
# mutants.sh FOLDER[/FILE.cs] [FOLDER…]: changes the code of Sor.Core/FOLDER, or of one file in it, in one small place after another, and runs the tests of Sor.Tests/FOLDER
# (and of the other folders named) against each change. What no test notices is in artifacts/mutants/FOLDER/reports: a test that is missing, or a change that changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
(($# > 0)) || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
version=5.1.0
tools=$PWD/artifacts/tools/stryker-$version
[[ -x $tools/dotnet-stryker ]] || dotnet tool install dotnet-stryker --version "$version" --tool-path "$tools"
changed=$1
[[ $changed == *.cs ]] || changed+="/**/*.cs"
tests=$(printf '%s/*Tests.cs;' "${@%%/*}")
cd Sor.Tests
# A property is tried on a few inputs only, since it is run again for every change.
CsCheck_Iter=${CsCheck_Iter:-20} TestsOf=${tests%;} exec "$tools/dotnet-stryker" --project Sor.Core.csproj --test-runner mtp --configuration Release \
  --mutate "$changed" --concurrency "${SOR_JOBS:-1}" --skip-version-check --reporter Progress --reporter Html --reporter Json --output "../artifacts/mutants/${1%.cs}"
