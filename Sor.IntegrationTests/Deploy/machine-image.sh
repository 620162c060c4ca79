#!/usr/bin/env bash
# machine-image.sh: makes a Docker image of a bare Debian with systemd and Java, as a cloud's machine is, from the distribution's own packages, and prints its name.
# Needs root, debootstrap and a running Docker engine. Where the image is there, nothing is made.
set -euo pipefail
image=sor-test/machine:bookworm-2
if docker image inspect "$image" >/dev/null 2>&1; then echo "$image"; exit; fi
root=$(mktemp -d)
trap 'rm -rf "$root" "$root.log"' EXIT
packages=systemd,systemd-sysv,dbus,curl,ca-certificates,gzip,iproute2,procps,sudo,openjdk-17-jre-headless
if ! debootstrap --variant=minbase --include="$packages" bookworm "$root" >"$root.log" 2>&1; then
  tail -n 5 "$root.log" >&2
  exit 1
fi
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/usr/share/{doc,man,locale}
tar -C "$root" -c . | docker import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$image" >/dev/null
echo "$image"
