#!/usr/bin/env bash
# ci.sh [PART…]: runs what must hold before a change is merged: the parts named, or all of them. The last line counts tests and the checks beside them: N passed, N failed, N skipped.
# Beside the .NET SDK it needs what build/packages.sh installs. These variables say where other things come from; what needs one that is not set is skipped, and says why:
#   SOR_KAFKA_IMAGE         image of a Kafka broker; without it the public apache/kafka
#   SOR_REQUIRE_DOCKER      true: tests fail where there is no Docker engine, instead of being skipped
#   SOR_SHARED              folder with real market data, in data/
#   SOR_OTELCOL             an OpenTelemetry Collector that writes JSON lines
#   SOR_KAFKA_LIBS          the folder libs of Apache Kafka's distribution
#   SOR_VERSITYGW, SOR_EC2_METADATA_MOCK   an S3 server and a metadata service that stand for AWS
#   SOR_TYPECHECK           a command that compiles Sor.sln where a feed lacks packages
#   AspirePackages          false where the feed lacks Aspire's packages; without it ./sor finds out
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# One compiler for all builds, which ends with this script.
export UseSharedCompilation=true
trap 'dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true' EXIT
exec </dev/null
out=$PWD/artifacts/ci
mkdir -p "$out"
rm -rf "$out"/results*
solution=Sor.sln
[[ ${AspirePackages:-true} == true ]] || solution=Sor.Portable.slnf

# Bash ignores "set -e" within a function whose result is tested, as check does: each function below is one command, or commands joined by &&.
checks=0 bad=()
check() { # check NAME COMMAND…
  printf '\n== %s (%ds)\n' "$1" "$SECONDS"
  if "${@:2}"; then checks=$((checks + 1)); else bad+=("$1"); fi
}
# A test that waits for other processes can fail because the machine was busy. Where at most five failed, they run once more, alone; those that pass then are named at the end.
again=() passed_again=0
tested() { # tested NAME RESULTS COMMAND…: COMMAND runs tests, which are counted from its output
  printf '\n== %s (%ds)\n' "$1" "$SECONDS"
  local log=$out/$2.log names=()
  if "${@:3}" --report-trx --results-directory "$out/$2" 2>&1 | tee "$log"; then return; fi
  mapfile -t names < <(failed_tests "$out/$2")
  if ((${#names[@]} == 0 || ${#names[@]} > 5)); then bad+=("$1"); return; fi
  printf '\n== once more, alone: %s (%ds)\n' "${names[*]}" "$SECONDS"
  if "${@:3}" --filter-method "${names[@]}" >"$out/$2-again.txt" 2>&1; then
    again+=("${names[@]}")
    passed_again=$((passed_again + $(count failed "$log")))
  else
    cat "$out/$2-again.txt"
    bad+=("$1")
  fi
}
failed_tests() { # failed_tests RESULTS: the methods that failed, from the reports in a folder
  grep -hE '<UnitTestResult .*outcome="Failed"' "$1"/*.trx | grep -oE 'testName="[^"(]+' | cut -d'"' -f2 | sort -u
}
count() { # count WORD LOG…: adds up the numbers behind WORD in the summaries of test runs
  awk -v word="$1:" '$1 == word { n += $2 } END { print n + 0 }' "${@:2}"
}

build() { dotnet build "$solution" -c Release -v q -nologo; }
# What dotnet format looks for beyond whitespace are warnings of the build, which fail it; but for the order of using lines.
format() { dotnet format whitespace . --folder --exclude artifacts --verify-no-changes; }
columns() { # of code alone: a line that holds a text cannot always be broken
  ! git grep -nP "^[^\"']{141,}\$" -- '*.cs'
}
audit() {
  dotnet package list --project "$solution" --vulnerable --include-transitive --no-restore >"$out/audit.txt" || { cat "$out/audit.txt"; return 1; }
  cat "$out/audit.txt"
  ! grep -q 'has the following vulnerable packages' "$out/audit.txt"
}
scripts() {
  local scripts=()
  mapfile -t scripts < <(git grep -lE '^#!.*\b(ba)?sh$')
  shellcheck "${scripts[@]}"
}
workflows() { build/lint-workflows.sh .github/workflows/*.yml; }
all_tests() { timeout 2400 ./sor test --no-build "$@"; }

release() {
  local programs=$out/release/programs
  rm -rf "$out/release" && build/release.sh "$out/release" && mkdir "$programs" && tar -xzf "$out"/release/*.tar.gz -C "$programs" --strip-components=1 &&
    ls -l "$out/release" "$programs" # what they weigh
}
native_tests() { SOR_PROGRAMS=$out/release/programs timeout 600 ./sor test --no-build --filter-trait Runs=programs "$@"; }

arm64_tests() { SOR_PROGRAMS=$out/arm64/run timeout 300 ./sor test --no-build --filter-method '*.SameBytesTests.The_sample' "$@"; }

part() {
  case $1 in
    build) check "build" build ;;
    format)
      check "format" format
      check "lines end by column 140" columns
      ;;
    audit) check "known vulnerabilities of packages" audit ;;
    # Before the tests, which make an archive of the same native programs: compiled beside the tests, they take ten minutes instead of two.
    archive) check "archive of native programs" release ;;
    test) tested "tests" results all_tests ;;
    native) tested "tests of the native programs" results-native native_tests ;; # needs archive
    packages) # needs archive
      check "the archive in a bare Debian" build/try-package.sh archive "$out"
      check "images" build/try-package.sh images "$out"
      check "the .NET tool" build/try-package.sh tool "$out"
      check "the libraries, and a router of your own on them" build/try-package.sh libraries "$out"
      check "programs for arm64" build/try-package.sh arm64 "$out"
      tested "tests of the programs for arm64 over a broker" results-arm64 arm64_tests
      ;;
    lint)
      check "shell scripts" scripts
      check "workflows" workflows
      [[ -z ${SOR_TYPECHECK:-} ]] || check "the solution against packages that this feed lacks" timeout 400 "$SOR_TYPECHECK" .
      ;;
    *) echo "ci.sh: $1 is no part: build format audit archive test native packages lint" >&2; exit 2 ;;
  esac
}
if (($# == 0)); then set -- build format audit archive test native packages lint; fi
for name in "$@"; do part "$name"; done

printf '\n== done (%ds)\n' "$SECONDS"
((${#again[@]} == 0)) || printf 'passed only when run again, alone: %s\n' "${again[@]}"
((${#bad[@]} == 0)) || { printf 'failed:'; printf ' %s;' "${bad[@]}"; echo; }
logs=("$out"/results*.log)
[[ -e ${logs[0]} ]] || logs=(/dev/null)
if ((${#bad[@]} + ${#again[@]} > 0)); then awk '/^failed /{ n = 12 } n-- > 0' "${logs[@]}"; fi # once more at the end, where they are seen
failed=$(($(count failed "${logs[@]}") - passed_again))
# What failed outside a test is a failure too: nothing may hide behind green tests.
((failed > 0 || ${#bad[@]} == 0)) || failed=${#bad[@]}
echo "$(($(count succeeded "${logs[@]}") + passed_again + checks)) passed, $failed failed, $(count skipped "${logs[@]}") skipped"
((failed == 0 && ${#bad[@]} == 0))
