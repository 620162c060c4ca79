#!/usr/bin/env bash
# Makes a Debian or Ubuntu machine a Sor backtester: Kafka, producer and backtester under systemd, results to S3 or to a folder.
#   bootstrap.sh up            install what is missing, then run the first backtest (what the machine does at every boot)
#   bootstrap.sh run [ARGS]    one more backtest, with these options instead of SOR_BACKTEST_ARGS (as: sor-run ARGS)
#   bootstrap.sh idle          stop the machine if nothing has run on it for SOR_STOP_AFTER_IDLE seconds
# Settings are environment variables, kept in /etc/sor/sor.env; docs/deploy.md lists them. Each can be repeated at any time:
# what is installed stays until its successor is downloaded, verified and unpacked.
set -euo pipefail
umask 022
settings=${SOR_SETTINGS:-/etc/sor/sor.env} opt=/opt/sor state=/var/lib/sor
log=/var/log/sor-bootstrap.log step="starting" reason="" run_id="" limits_changed=""
# Settings of this call override saved ones.
said=""
[[ -z ${!SOR_*} ]] || said=$(declare -p "${!SOR_@}")
# shellcheck source=/dev/null
if [[ -r $settings ]]; then set -a; . "$settings"; set +a; fi
eval "$said"
: "${SOR_SAID=${said:+yes}}"
: "${SOR_BUCKET:=}" "${SOR_REGION:=}" "${SOR_ARCHIVE:=}" "${SOR_ARCHIVE_SHA256:=}" "${SOR_DATA:=}" "${SOR_DATA_SHA256:=}"
: "${SOR_KAFKA:=https://archive.apache.org/dist/kafka/4.3.1/kafka_2.13-4.3.1.tgz}"
[[ $SOR_KAFKA == /* ]] || : "${SOR_KAFKA_SHA512:=c7d7b2318cb51aa0c61d3246a51c349210073c5c9b754947ef965a439f2f939e8600f204e134a75ac31faf3829c9370960ef7c6a9886c8a1dbf0339a21f4c54c}"
: "${SOR_KAFKA_SHA512:=}" "${SOR_PRODUCE_ARGS:=--speed max}" "${SOR_BACKTEST_ARGS:=}" "${SOR_TIME_LIMIT:=14400}" "${SOR_STOP_AFTER_IDLE:=0}"
: "${SOR_ATTEMPTS:=6}" "${SOR_KEEP_RUNS:=${SOR_BUCKET:+20}}" "${SOR_KEEP_RUNS:=0}"
: "${SOR_S3_ENDPOINT:=}" "${SOR_METADATA:=http://169.254.169.254}"

say() { printf '%s %s\n' "$(date -u +%FT%TZ)" "$*" | tee -a "$log"; }
fail() { reason=$*; exit 1; }
at() { step=$1; say "$step"; printf '%s\n' "$step" >"$state/attempt"; }

# --- S3, signed with the role's credentials. They go to curl by a pipe: others can read command lines.
metadata() {
  local token
  token=$(curl -sSf -m 10 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$SOR_METADATA/latest/api/token") || return 1
  curl -sSf -m 10 -H "X-aws-ec2-metadata-token: $token" "$SOR_METADATA/latest/meta-data/$1"
}

s3() { # s3 KEY CURL-OPTIONS…: prints the HTTP status
  local url=https://$SOR_BUCKET.s3.$SOR_REGION.amazonaws.com/$1 role json session
  [[ -z $SOR_S3_ENDPOINT ]] || url=$SOR_S3_ENDPOINT/$SOR_BUCKET/$1
  if ! role=$(metadata iam/security-credentials/) || ! json=$(metadata "iam/security-credentials/${role%%$'\n'*}"); then
    echo "no role credentials from the metadata service" >&2
    return 1
  fi
  field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" <<<"$json" | head -n 1; }
  session=$(field Token)
  secrets() {
    printf 'user = "%s:%s"\n' "$(field AccessKeyId)" "$(field SecretAccessKey)"
    printf '%s\n' ${session:+"header = \"x-amz-security-token: $session\""}
  }
  curl -sS --connect-timeout 10 --speed-limit 1000 --speed-time 60 --aws-sigv4 "aws:amz:$SOR_REGION:s3" \
    -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -w '%{http_code}' "${@:2}" -K <(secrets) "$url"
}

again() { # again COMMAND…: until it succeeds, waiting 1, 2, 4 … seconds
  local wait=1 attempt
  for ((attempt = 1; attempt < SOR_ATTEMPTS; attempt++)); do
    if "$@"; then return 0; fi
    sleep "$wait"
    wait=$((wait * 2))
  done
  "$@"
}

upload() { # upload FILE KEY [CURL-OPTIONS…]
  [[ -n $SOR_BUCKET ]] || return 0
  local answer
  if answer=$(s3 "results/$2" -o /dev/null -T "$1" "${@:3}" 2>&1) && [[ $answer == 2* ]]; then return 0; fi
  say "s3://$SOR_BUCKET/results/$2: not uploaded: ${answer:-no answer}"
  [[ $answer == 412 ]] # It is there already: only the answer to an earlier attempt was lost.
}

# EC2's id, where there is one.
name_of_machine() { [[ -n $SOR_BUCKET ]] && metadata instance-id 2>>"$log"; }

status() { # status STATE [REASON]: tells whoever watches the bucket; the same files stay on this machine
  local text instance
  text=$(printf '%s' "${2:-}" | tr -c '[:alnum:] .,:;/_=()+%~@-' ' ' | cut -c1-600)
  instance=$(name_of_machine) || instance=$(uname -n)
  printf '{"state":"%s","step":"%s","reason":"%s","run":"%s","instance":"%s","time":"%s"}\n' \
    "$1" "$step" "$text" "$run_id" "$instance" "$(date -u +%FT%TZ)" >"$state/status.json"
  tail -c 65536 "$log" >"$state/log-tail.txt"
  # A folder for each machine: one that is replaced and its successor run at the same time.
  again upload "$state/log-tail.txt" "machines/$instance/bootstrap.log" &&
    again upload "$state/status.json" "machines/$instance/status.json"
}

free_in() { df -Pm "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'; } # in MB
free_for_broker() { if [[ -d /var/lib/private ]]; then free_in /var/lib/private; else free_in /var/lib; fi; }

finish() {
  local code=$? folder
  trap - EXIT
  trap '' TERM INT
  rm -rf "$opt"/.new.*
  ((code == 0)) && return
  reason="$step: ${reason:-stopped with exit code $code}"
  for folder in "$opt" "$state" /var/lib/private; do
    [[ ! -d $folder ]] || (($(free_in "$folder") > 8)) || reason+="; no space: the disk of $folder is full"
  done
  if [[ -n $run_id ]]; then
    code=2 # the unit does not repeat a run that failed
    systemctl stop "sor-producer@$run_id" "sor-backtester@$run_id" >/dev/null 2>&1 || true
    rm -rf "/var/lib/private/sor-backtester-$run_id" "/var/lib/sor-backtester-$run_id"
  elif [[ -n ${TRIES_AGAIN:-} ]]; then reason+="; it tries again by itself"
  fi
  say "failed: $reason"
  SOR_ATTEMPTS=2 status failed "$reason" || true
  exit "$code"
}

# Per cent of the time wanted of the processor that other machines had ("steal"): most of it where CPU credits are used up.
stolen() { awk '$1 == "cpu" { wanted = $2 + $3 + $4 + $7 + $8 + $9; print (wanted ? int(100 * $9 / wanted) : 0) }' /proc/stat; }

interrupted() {
  TRIES_AGAIN=""
  if ((SECONDS + 1 >= SOR_TIME_LIMIT)); then
    reason="the time limit of $SOR_TIME_LIMIT s is over"
    (($(stolen) < 30)) || reason+="; the processor was away for $(stolen) % of the time that it was wanted: no CPU credits left?"
  else reason="interrupted (a stop or a restart of the machine); it goes on at the next boot"
  fi
  exit 1
}

# --- Fetching and installing
matches() { # matches FILE CHECKSUM
  local tool=sha256sum
  ((${#2} != 128)) || tool=sha512sum
  [[ $("$tool" "$1" | cut -d' ' -f1) == "${2,,}" ]]
}

download() { # download SOURCE FILE: a path, an address or a key in the bucket
  case $1 in
    /*) cp "$1" "$2" || fail "$1: cannot be copied" ;;
    http://* | https://*)
      # Goes on where it stopped, but begins again with a server that cannot do that (33).
      from() { curl -sSfL --connect-timeout 10 --speed-limit 1000 --speed-time 60 "${@:3}" -o "$2" "$1" 2>>"$log"; }
      get() { from "$@" -C - || { (($? == 33)) && from "$@"; }; }
      again get "$1" "$2" || fail "$1: cannot be downloaded: $(tail -n 1 "$log")"
      ;;
    *)
      get() { answer=$(s3 "$1" -o "$2" 2>>"$log") && [[ $answer == 200 ]]; }
      local answer
      if again get "$1" "$2"; then return 0; fi
      [[ $answer != [1-9]* ]] || fail "s3://$SOR_BUCKET/$1: answer $answer, $(tr -d '\n' <"$2" | sed -n 's/.*<Code>\([^<]*\).*/\1/p')"
      fail "s3://$SOR_BUCKET/$1: $(tail -n 1 "$log")"
      ;;
  esac
}

room() { # room MEGABYTES [FOLDER]
  local folder=${2:-$opt} free
  free=$(free_in "$folder")
  ((free >= $1)) || fail "no space: $1 MB are needed in $folder, $free MB are free"
}

fetch() { # fetch WHAT SOURCE CHECKSUM FILE
  [[ -n $2 ]] || fail "no $1: set SOR_${1^^}"
  [[ -n $3 || $2 == /* ]] || fail "no checksum for $2"
  download "$2" "$4"
  [[ -z $3 ]] || matches "$4" "$3" || fail "$2: wrong checksum: not ${3:0:16} as expected; $(stat -c %s "$4") bytes came"
}

place() { # place WHAT SOURCE CHECKSUM MEGABYTES: an archive unpacked to /opt/sor/WHAT, which is a link to the version in use
  [[ -n $3 || -e $2 || ! -e $opt/$1 ]] || { say "$2 is gone: $1 stays as it is"; return; }
  local sum=${3:-$(sha256sum "$2" 2>/dev/null | cut -d' ' -f1)} new
  local home=$opt/$1-${sum:0:16}
  if [[ -d $home ]]; then say "$1 ${sum:0:16} is there"; else
    room "$4"
    new=$(mktemp -d "$opt/.new.XXXXXX")
    fetch "$1" "$2" "$3" "$new/archive"
    mkdir "$new/files"
    tar -xzf "$new/archive" -C "$new/files" --no-same-owner 2>>"$log" || fail "$2: cannot be unpacked: $(tail -n 1 "$log")"
    [[ $1 != kafka ]] || mv "$new"/files/*/libs "$new/files/libs" 2>>"$log" || fail "$2: is no Kafka archive: it has no folder libs"
    chmod -R a+rX "$new/files"
    sync -f "$new/files" # whole even if the power fails after the move
    mv -T "$new/files" "$home"
    rm -rf "$new"
  fi
  ln -sfn "$home" "$opt/.$1.link" && mv -T "$opt/.$1.link" "$opt/$1"
}

# is_current FILE: whether it is the market data that is asked for; without a checksum, the same as its source if that is still there
is_current() {
  [[ -f $1 ]] || return 1
  if [[ -n $SOR_DATA_SHA256 ]]; then matches "$1" "$SOR_DATA_SHA256"; else [[ ! -e $SOR_DATA ]] || cmp -s "$1" "$SOR_DATA"; fi
}

java_is_there() { [[ $(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') -ge 17 ]]; } 2>/dev/null

install_java() {
  java_is_there && return
  export DEBIAN_FRONTEND=noninteractive
  apt() { apt-get -q -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1; }
  again apt update || fail "apt-get update: $(tail -n 1 "$log")"
  again apt install -y --no-install-recommends default-jre-headless || fail "Java cannot be installed: $(tail -n 1 "$log")"
  java_is_there || fail "Kafka needs Java 17, and this distribution's default-jre-headless is older"
}

install_all() {
  at "space"
  room 400
  at "Java"
  install_java
  at "Kafka"
  place kafka "$SOR_KAFKA" "$SOR_KAFKA_SHA512" 400
  at "Sor"
  place app "$SOR_ARCHIVE" "$SOR_ARCHIVE_SHA256" 300
  at "market data"
  local name=${SOR_DATA##*/} new
  mkdir -p "$opt/data"
  if ! is_current "$opt/data/$name"; then
    new=$(mktemp -d "$opt/.new.XXXXXX")
    fetch data "$SOR_DATA" "$SOR_DATA_SHA256" "$new/data"
    chmod a+r "$new/data"
    sync -f "$new/data"
    mv "$new/data" "$opt/data/$name"
    rm -rf "$new"
  fi
  at "services"
  install -m 644 "$opt"/app/deploy/*.service /etc/systemd/system/
  limits
  ln -sfn "$opt/app/deploy/sor-run" /usr/local/bin/sor-run
  if [[ ! -e $settings || -n $SOR_SAID ]]; then # set up by hand: kept for sor-run and for the next call
    mkdir -p "${settings%/*}"
    for name in BUCKET REGION ARCHIVE ARCHIVE_SHA256 DATA DATA_SHA256 KAFKA KAFKA_SHA512 PRODUCE_ARGS BACKTEST_ARGS \
      TIME_LIMIT STOP_AFTER_IDLE KEEP_RUNS; do
      name=SOR_$name
      printf '%s=%q\n' "$name" "${!name}"
    done >"$settings"
  fi
  systemctl daemon-reload
  systemctl enable --quiet sor-kafka
}

# Limits of memory: what each service needs on a machine of 1 GiB, and a share of what is beyond that.
limits() {
  local beyond
  beyond=$(awk '$1 == "MemTotal:" { mib = int($2 / 1024); print (mib > 1024 ? mib - 1024 : 0) }' /proc/meminfo)
  limit sor-kafka $((280 + beyond / 8)) "Environment=SOR_BROKER_HEAP=$((192 + beyond / 32))m"
  limit sor-producer@ $((120 + beyond / 16))
  limit sor-backtester@ $((160 + beyond * 5 / 8))
}

limit() { # limit UNIT MIB [LINE]
  local folder=/etc/systemd/system/$1.service.d text
  text=$(printf '[Service]\nMemoryMax=%dM\n%s' "$2" "${3:-}")
  mkdir -p "$folder"
  [[ $text == "$(cat "$folder/10-memory.conf" 2>/dev/null)" ]] || { limits_changed=yes && printf '%s\n' "$text" >"$folder/10-memory.conf"; }
}

# --- Running
memory() { # memory UNIT: anonymous memory now, and the peak of all, MiB; control groups of version 2 or 1
  local group path
  group=$(systemctl show -p ControlGroup --value "$1")
  for path in "/sys/fs/cgroup$group" "/sys/fs/cgroup/memory$group"; do
    [[ -n $group && -r $path/memory.stat ]] || continue
    awk '$1 == "anon" || $1 == "rss" { a = $2 } FILENAME ~ /peak|max_usage/ { p = $1 }
      END { printf "%d %d\n", a / 1048576, p / 1048576 }' "$path/memory.stat" \
      "$(ls "$path"/memory.peak 2>/dev/null || echo "$path/memory.max_usage_in_bytes")" 2>/dev/null
    return 0
  done
}

why() { # why UNIT: how it ended, and the last error or line that it printed
  local result status limit
  result=$(systemctl show -p Result --value "$1")
  status=$(systemctl show -p ExecMainStatus --value "$1")
  limit=$(systemctl show -p MemoryMax --value "$1")
  # With version 1 systemd knows only that it was killed.
  [[ $result != signal || $status != 9 ]] || result="killed, perhaps out of memory"
  [[ $result != *memory && $result != oom-kill ]] || result+=" (its limit is $((limit / 1048576)) MiB)"
  printf '%s %s: %s' "$1" "$result" "$(journalctl -q -u "$1" _TRANSPORT=stdout -o cat -n 200 --no-pager 2>/dev/null |
    grep -v '^[[:space:]]' | awk '/^(ERROR|FATAL) / { bad = $0 } { last = $0 } END { print (bad ? bad : last) }')"
}

restarts() { systemctl show -p NRestarts --value sor-kafka; }
# stays_down RESTARTS-BEFORE
stays_down() { [[ $(systemctl show -p SubState --value sor-kafka) == auto-restart ]] && (($(restarts) > $1 + 2)); }

broker() {
  at "broker"
  if (($(free_for_broker) < 64)); then
    # On a full disk it would never start again, and what is in its log can be published again.
    systemctl stop sor-kafka
    rm -rf /var/lib/private/sor-kafka/data
    say "the disk is full: the broker begins with an empty log; $(free_for_broker) MB are free"
  fi
  systemctl restart "sor-kafka" 2>>"$log" || fail "$(why sor-kafka)"
  for _ in $(seq 120); do
    if (: </dev/tcp/127.0.0.1/9092) 2>/dev/null; then return; fi
    ! systemctl is-failed --quiet sor-kafka || fail "$(why sor-kafka)"
    ! stays_down 0 || fail "the broker does not stay up: $(why sor-kafka)"
    sleep 0.5
  done
  fail "the broker does not answer on 127.0.0.1:9092: $(why sor-kafka)"
}

# Removes what is left of interrupted runs, and the oldest complete ones.
prune() {
  local folder
  rm -rf /var/lib/private/sor-backtester-* /var/lib/sor-backtester-*
  for folder in "$state"/runs/*/; do [[ -e $folder/machine.json ]] || rm -rf "$folder"; done
  ((SOR_KEEP_RUNS == 0)) || printf '%s\n' "$state"/runs/*/ | head -n "-$SOR_KEEP_RUNS" | xargs -r -d '\n' rm -rf
}

backtest() { # backtest [ARGS]
  prune
  room 64 "$state"
  run_id=$(date -u +%Y%m%dT%H%M%SZ)-$(od -An -N2 -tx1 /dev/urandom | tr -d ' ')
  local folder=$state/runs/$run_id unit name began=$SECONDS anonymous peak restarts
  local -A most=() all=()
  if ! systemctl is-active --quiet sor-kafka || ! (: </dev/tcp/127.0.0.1/9092) 2>/dev/null; then broker; fi
  mkdir -p "$folder"
  restarts=$(restarts)
  local free
  free=$(free_for_broker)
  printf 'SOR_DATA_FILE=%s\nSOR_PRODUCE_ARGS=--retention %sMB %s\nSOR_BACKTEST_ARGS=%s\n' \
    "$opt/data/${SOR_DATA##*/}" $((free / 2 + 1)) "$SOR_PRODUCE_ARGS" "$*" >"$folder/env"
  at "backtest"
  status running || true
  systemctl start --no-block "sor-backtester@$run_id" "sor-producer@$run_id"
  sleep 0.3
  while :; do
    for name in kafka "producer@$run_id" "backtester@$run_id"; do
      unit=sor-$name
      read -r anonymous peak <<<"$(memory "$unit")" || true
      name=${name%%@*}
      ((${anonymous:-0} <= ${most[$name]:-0})) || most[$name]=$anonymous
      ((${peak:-0} <= ${all[$name]:-0})) || all[$name]=$peak
      # A broker that is being restarted is not inactive: one that is has stopped for good.
      if systemctl is-failed --quiet "$unit" ||
        { [[ $name == kafka ]] && [[ $(systemctl show -p ActiveState --value "$unit") == inactive ]]; }; then
        sleep 1
        systemctl is-failed --quiet "sor-backtester@$run_id" && unit=sor-backtester@$run_id
        systemctl is-failed --quiet "sor-producer@$run_id" && unit=sor-producer@$run_id
        systemctl is-active --quiet sor-kafka || fail "the broker stopped ($(why sor-kafka)); $(why "$unit")"
        fail "$(why "$unit")"
      fi
    done
    [[ $(systemctl is-active "sor-backtester@$run_id" "sor-producer@$run_id" | sort -u) == inactive ]] && break
    ! stays_down "$restarts" || fail "the broker does not stay up: $(why sor-kafka)"
    sleep 0.5
  done
  at "results"
  cp -r "/var/lib/private/sor-backtester-$run_id/." "$folder/" 2>>"$log" || fail "the backtester left no results"
  taken() { printf '{"anonymous":%d,"peak":%d}' "${most[$1]:-0}" "${all[$1]:-0}"; }
  printf '{"seconds":%d,"memory_mib":{"broker":%s,"producer":%s,"backtester":%s}}\n' \
    $((SECONDS - began)) "$(taken kafka)" "$(taken producer)" "$(taken backtester)" >"$folder/machine.json"
  rm -rf "/var/lib/private/sor-backtester-$run_id" "/var/lib/sor-backtester-$run_id"
  local file
  for file in "$folder"/*; do
    [[ $file == */env ]] || again upload "$file" "$run_id/${file##*/}" -H 'If-None-Match: *' ||
      fail "the results stay in $folder: they cannot be uploaded"
  done
  step="done"
  say "run $run_id: results in $folder${SOR_BUCKET:+ and s3://$SOR_BUCKET/results/$run_id/}"
  status ok || fail "the status cannot be uploaded"
}

data_sum() { if [[ -n $SOR_DATA_SHA256 ]]; then echo "$SOR_DATA_SHA256"; else sha256sum <"$opt/data/${SOR_DATA##*/}"; fi; }

# Removes versions and data that are no longer used.
tidy() {
  local path
  for path in "$opt"/app-* "$opt"/kafka-*; do
    [[ $path == "$(readlink "$opt/app")" || $path == "$(readlink "$opt/kafka")" ]] || rm -rf "$path"
  done
  for path in "$opt"/data/*; do [[ ${path##*/} == "${SOR_DATA##*/}" ]] || rm -f "$path"; done
}

up() {
  if ((SOR_STOP_AFTER_IDLE > 0)) && ! systemctl is-active --quiet sor-idle.timer; then
    systemd-run --quiet --unit sor-idle --on-active=60 --on-unit-active=60 bash "$(readlink -f "$0")" idle ||
      say "the idle stop cannot be started"
  fi
  [[ ! -s $state/attempt ]] || say "the last attempt ended in the middle of: $(cat "$state/attempt")"
  status installing || true
  install_all
  local asked done_mark
  asked="$(readlink "$opt/app" "$opt/kafka") $(data_sum) $SOR_PRODUCE_ARGS $SOR_BACKTEST_ARGS"
  done_mark="$state/first-$(printf '%s' "$asked" | sha256sum | cut -c1-16)"
  if [[ -e $done_mark ]]; then
    step="done" run_id=$(cat "$done_mark")
    if [[ -n $limits_changed ]] || ! systemctl is-active --quiet sor-kafka; then broker; fi
    step="done"
    status ok || fail "the status cannot be uploaded"
    say "everything is in place; the first run was $run_id"
  else
    broker
    # shellcheck disable=SC2086 # options, one word each
    backtest $SOR_BACKTEST_ARGS
    printf '%s\n' "$run_id" >"$done_mark"
  fi
  tidy
  rm -f "$state/attempt"
}

idle() {
  local mark=/run/sor-active
  ((SOR_STOP_AFTER_IDLE > 0)) || return 0
  [[ -e $mark ]] || touch "$mark"
  if ! flock -n /run/sor.lock true || [[ -n $(who) ]] || pgrep -f ssm-session-worker >/dev/null; then touch "$mark"; fi
  if (($(date +%s) - $(stat -c %Y "$mark") >= SOR_STOP_AFTER_IDLE)); then
    say "nothing has run for $SOR_STOP_AFTER_IDLE s: stopping the machine"
    systemctl poweroff
  fi
}

word=${1:-up}
case $word in up | run | idle) shift || true ;; *) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;; esac
((EUID == 0)) || { echo "bootstrap.sh: needs root: sudo $([[ $word == run ]] && echo sor-run || echo "bash $0 $word") $*" >&2; exit 1; }
mkdir -p "$opt" "$state"
touch "$log"
if [[ $word == idle ]]; then idle; exit; fi
if [[ -z ${SOR_LIMITED:-} ]]; then
  # In the foreground of a terminal, so that Ctrl-C reaches it; else in a process group of its own, so that a download ends with it.
  limit=(timeout --kill-after=60)
  [[ ! -t 0 ]] || limit+=(--foreground)
  exec env SOR_LIMITED=1 SOR_SAID="$SOR_SAID" "${limit[@]}" "$SOR_TIME_LIMIT" bash "$0" "$word" "$@"
fi
exec 9>/run/sor.lock
flock -n 9 || { echo "bootstrap.sh: another run is under way on this machine" >&2; exit 1; }
touch /run/sor-active
trap finish EXIT
trap interrupted TERM INT
if [[ $word == up ]]; then up; else backtest "${@:-$SOR_BACKTEST_ARGS}"; rm -f "$state/attempt"; fi
touch /run/sor-active
