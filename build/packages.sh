#!/usr/bin/env bash
# packages.sh: installs, on Debian or Ubuntu, what build/ci.sh and the tests that it runs need beside the .NET SDK and a Docker engine. Needs root.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
packages=()
need() { command -v "$1" >/dev/null || packages+=("$2"); }
need clang clang
need ld.lld lld
need debootstrap debootstrap
need java openjdk-17-jre-headless
need shellcheck shellcheck
need cloud-init cloud-init
need zstd zstd
need npm npm
need qemu-aarch64-static qemu-user-static
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
[[ -e /usr/aarch64-linux-gnu/lib/crt1.o ]] || packages+=(libc6-dev-arm64-cross)
[[ -e /usr/aarch64-linux-gnu/lib/libstdc++.so.6 ]] || packages+=(libstdc++6-arm64-cross)
need python3 python3
[[ -e /usr/lib/python3/dist-packages/pandas ]] || packages+=(python3-pandas)
[[ -e /usr/include/zlib.h ]] || packages+=(zlib1g-dev)
for extra in "$@"; do need "${extra%%=*}" "${extra#*=}"; done # COMMAND=PACKAGE
if ((${#packages[@]} == 0)); then exit; fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update -q && apt-get install -y -q --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
  tail -20 "$log" >&2
  exit 1
fi
