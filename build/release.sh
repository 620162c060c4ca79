#!/usr/bin/env bash
# release.sh FOLDER: makes the archive that users download: both programs, native for this machine's system and processor, the Kafka client's library, the licences and notices of
# everything inside, and a list of it (CycloneDX). A checksum goes beside the archive.
#   SOR_RID   makes it for another runtime identifier, for which this machine needs a linker
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Whatever the feed holds, the programs are to be the same: those without Aspire's package.
export AspirePackages=false
out=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$here"
rid=${SOR_RID:-$(dotnet --info | sed -n 's/^ *RID: *//p')}
version=$(dotnet msbuild Sor.Backtester -getProperty:Version)
work=$here/artifacts/release
name=sor-$version-$rid
rm -rf "${work:?}/$name"
for program in Sor.Producer Sor.Backtester; do
  dotnet publish "$program" -c Release -r "$rid" --self-contained -p:PublishReadyToRun=false -p:RunAnalyzers=false -p:ContinuousIntegrationBuild=true -p:IncludeSourceRevisionInInformationalVersion=false \
    -p:DebugType=none --artifacts-path "$work/build" -o "$work/$name" -v q -nologo
done
cd "$work/$name"
rm -rf -- *.xml *.pdb *.dbg *.dSYM
# Debian and its like load the build for centos8, the plain one wants a library by Red Hat's name, this one wants musl.
rm -f alpine-librdkafka.so
cp "$here/LICENSE" "$here/README.md" .
dotnet run --file "$here/build/notices.cs" -- NOTICES.txt "$work"/build/obj/Sor.{Producer,Backtester}/project.assets.json
[[ -e $work/tools/dotnet-CycloneDX || -e $work/tools/dotnet-CycloneDX.exe ]] || dotnet tool install CycloneDX --version 6.3.1 --tool-path "$work/tools" >/dev/null
dotnet restore "$here/Sor.Tool" -v q -nologo
"$work/tools/dotnet-CycloneDX" "$here/Sor.Tool/Sor.Tool.csproj" -o . -fn sbom.cdx.json -F Json --disable-package-restore --exclude-dev --set-name Sor --set-version "$version" >/dev/null
cd ..
case $rid in
  win-*) archive=$name.zip && rm -f "$out/$archive" && 7z a -bso0 "$out/$archive" "$name" ;;
  *) archive=$name.tar.gz && tar -czf "$out/$archive" "$name" ;;
esac
cd "$out"
if command -v sha256sum >/dev/null; then sha256sum "$archive"; else shasum -a 256 "$archive"; fi | tee "$archive.sha256"
