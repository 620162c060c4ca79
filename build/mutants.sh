#!/usr/bin/env bash
# mutants.sh FOLDER [FOLDER…]: changes the code of Sor.Core/FOLDER in one small place after another and runs the tests of Sor.Tests/FOLDER (and of the other folders named) against
# each. What no test notices is in artifacts/mutants/FOLDER/reports: a test that is missing, or a change that changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
(($# > 0)) || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
version=5.1.0
tools=$PWD/artifacts/tools/stryker-$version
[[ -x $tools/dotnet-stryker ]] || dotnet tool install dotnet-stryker --version "$version" --tool-path "$tools"
tests=$(printf '%s/*Tests.cs;' "$@")
cd Sor.Tests
# A property is tried on a few inputs: every mutant costs all of them.
CsCheck_Iter=${CsCheck_Iter:-20} TestsOf=${tests%;} exec "$tools/dotnet-stryker" --project Sor.Core.csproj --test-runner mtp --configuration Release \
  --mutate "$1/**/*.cs" --concurrency "${SOR_JOBS:-1}" --skip-version-check --reporter Progress --reporter Html --reporter Json --output "../artifacts/mutants/$1"
