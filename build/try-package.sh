#!/usr/bin/env bash
# try-package.sh archive|images|tool|libraries|arm64 FOLDER: tries what users download where nothing of this repository is: each must give the sample's result, byte for byte.
# FOLDER has release/, made by release.sh, its archive unpacked in release/programs. Needs a Docker engine; for the bare system and arm64, root on Debian or Ubuntu.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kind=$1 out=$2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 AspirePackages=false
bare=sor-test/bare:bookworm sample=samples/sample.mbp-1.csv.zst
work=$(mktemp -d)
server=
finish() {
  [[ -z $server ]] || kill "$server" || true
  rm -rf "$work"
}
trap finish EXIT
cd "$here"

expected() { "$out/release/programs/Sor.Backtester" backtest "$sample" --out "$work/expected" >/dev/null; }
same() { cmp "$work/expected/result.json" "$1/result.json" && echo "$2: the same result.json"; }
fails() { # fails TEXT COMMAND…: it must end with 1 and say so
  local said code=0
  said=$("${@:2}" 2>&1) || code=$?
  [[ $code == 1 && $said == *"$1"* ]] || { echo "exit code $code: $said"; return 1; }
}

# Debian's smallest system, from its own packages.
make_bare() {
  ! docker image inspect "$bare" >/dev/null 2>&1 || return 0
  debootstrap --variant=minbase bookworm "$work/bare" >"$work/bare.log" 2>&1 || { tail -5 "$work/bare.log"; return 1; }
  tar -C "$work/bare" -c . | docker import --change 'ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin' - "$bare" >/dev/null
}

archive() {
  (cd "$out/release" && sha256sum -c ./*.sha256)
  local file
  for file in LICENSE NOTICES.txt sbom.cdx.json librdkafka.so; do [[ -s $out/release/programs/$file ]] || { echo "no $file"; return 1; }; done
  make_bare
  mkdir -m 777 "$work/out"
  local run=(docker run --rm --network none --user 4321 -v "$out/release/programs:/sor:ro" -v "$here/samples:/samples:ro" -v "$work/out:/out" "$bare")
  "${run[@]}" /sor/Sor.Backtester backtest /samples/sample.mbp-1.csv.zst --out /out >/dev/null
  same "$work/out" "in a bare Debian"
  # The message is that no broker answers: so the Kafka client's library was found and loaded.
  fails "127.0.0.1:9092" "${run[@]}" /sor/Sor.Producer /samples/sample.mbp-1.csv.zst --bootstrap 127.0.0.1:9092 --wait 2s
}

images() {
  local base=${SOR_BASE_IMAGE:-} rid program said
  if [[ -z $base ]]; then
    make_bare
    python3 build/registry.py "$bare" 5789 &
    server=$!
    export DOTNET_CONTAINER_INSECURE_REGISTRIES=127.0.0.1:5789
    base=127.0.0.1:5789/bare:bookworm
    for _ in $(seq 100); do ! (: </dev/tcp/127.0.0.1/5789) 2>/dev/null || break; sleep 0.1; done
  fi
  # Named as release.sh names it, so that what it compiled is not compiled again.
  rid=$(dotnet --info | sed -n 's/^ *RID: *//p')
  for program in Sor.Producer Sor.Backtester; do
    dotnet publish "$program" -c Release -r "$rid" --self-contained -p:PublishReadyToRun=false -p:RunAnalyzers=false -p:ContinuousIntegrationBuild=true -p:IncludeSourceRevisionInInformationalVersion=false \
      -p:DebugType=none --artifacts-path artifacts/release/build -t:PublishContainer -p:ContainerBaseImage="$base" -p:ContainerImageTag=test -v q -nologo
  done
  said=$(docker image inspect sor-backtester:test sor-producer:test --format '{{.Config.User}}' | sort -u)
  [[ $said == 1654 ]] || { echo "runs as ${said:-root}"; return 1; }
  mkdir -m 777 "$work/out"
  docker run --rm --network none --read-only -v "$here/samples:/samples:ro" -v "$work/out:/out" sor-backtester:test backtest /samples/sample.mbp-1.csv.zst --out /out >/dev/null
  same "$work/out" "image"
  fails "127.0.0.1:9092" docker run --rm --network none --read-only -v "$here/samples:/samples:ro" sor-producer:test /samples/sample.mbp-1.csv.zst --bootstrap 127.0.0.1:9092 --wait 2s
}

tool() {
  local word
  rm -rf "$out/packages" "$out/tool"
  dotnet pack Sor.Tool -c Release -o "$out/packages" -v q -nologo
  dotnet tool install Sor.Tool --tool-path "$out/tool" --source "$out/packages" >/dev/null
  for word in backtest produce generate collect; do "$out/tool/sor" "$word" --help >/dev/null; done
  "$out/tool/sor" backtest "$sample" --out "$work/out" >/dev/null
  same "$work/out" "dotnet tool"
  fails "127.0.0.1:1" "$out/tool/sor" produce "$sample" --bootstrap 127.0.0.1:1 --wait 2s
}

# The libraries, from a folder of packages, used outside the repository: by the samples, and by the router shown in docs/own-router.md.
libraries() {
  local feed=$out/libraries id version cached
  rm -rf "$feed"
  for id in Sor.Core Sor.Streaming Sor.ServiceDefaults Sor.CommandLine Sor.Backtester; do
    dotnet pack "$id" -c Release -o "$feed" -v q -nologo
    holds "$feed/$id".*.nupkg README.md "lib/net10.0/$id.dll" "lib/net10.0/$id.xml" '<license type="expression">MIT</license>' '<repository type="git"'
    holds "$feed/$id".*.snupkg "lib/net10.0/$id.pdb"
  done
  version=$(dotnet msbuild Sor.Core -getProperty:Version)
  cached=$(dotnet nuget locals global-packages --list)
  # Packages of Sor that an earlier run left in the cache must not be taken for these; those of others need not be fetched again.
  export NUGET_PACKAGES=$work/packages
  cat >"$work/nuget.config" <<END
<configuration>
  <packageSources><add key="sor" value="$feed" /></packageSources>
  <fallbackPackageFolders><add key="machine" value="${cached#*: }" /></fallbackPackageFolders>
</configuration>
END
  local package="#:package Sor.Backtester@$version" name
  for name in own-router own-queue; do sed "s|^#:project .*|$package|" "samples/$name.cs" >"$work/$name.cs"; done
  { echo "$package" && sed -n '/^using Sor;/,/^```/p' docs/own-router.md | sed '/^```/d'; } >"$work/half.cs"
  for name in own-router own-queue half; do (cd "$work" && dotnet run "$name.cs" -- "$here/$sample" --out "$name" >"$name.log"); done
  grep -q '"rest_or_take"' "$work/own-router/result.json"
  grep -q '"queue.power"' "$work/own-queue/result.json"
  grep -q '"half"' "$work/half/result.json"
}
holds() { # holds PACKAGE NAME…: fails unless each NAME is a file in the package, or a text of its description
  python3 - "$@" <<'END'
import sys, zipfile
package = zipfile.ZipFile(sys.argv[1])
names = package.namelist()
about = "".join(package.read(name).decode() for name in names if name.endswith(".nuspec"))
missing = [word for word in sys.argv[2:] if word not in names and word not in about]
sys.exit(f"{sys.argv[1]} lacks {', '.join(missing)}" if missing else 0)
END
}

# Compiled here, and run by an emulator with Debian's C library for that processor.
arm64() {
  local program
  rm -rf "$out/arm64"
  SOR_RID=linux-arm64 build/release.sh "$out/arm64"
  mkdir "$out/arm64/programs" "$out/arm64/run"
  tar -xzf "$out"/arm64/*.tar.gz -C "$out/arm64/programs" --strip-components=1
  for program in Sor.Producer Sor.Backtester; do
    printf '#!/bin/sh\nexec qemu-aarch64-static -L /usr/aarch64-linux-gnu "%s" "$@"\n' "$out/arm64/programs/$program" >"$out/arm64/run/$program"
    chmod +x "$out/arm64/run/$program"
  done
  "$out/arm64/run/Sor.Backtester" backtest "$sample" --out "$work/out" >/dev/null
  same "$work/out" "arm64"
}

expected
"$kind"
