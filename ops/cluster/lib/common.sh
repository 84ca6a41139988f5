# shellcheck shell=bash
# What every part needs: folders, addresses, messages, processes. Sourced, not run.

# shellcheck disable=SC2034 # most of these are read by the parts
{
    home=${SLUICE_CLUSTER_HOME:-$HOME/.cache/sluice/cluster}
    cache=$home/cache # by content; outlives --wipe
    state=$home/state # etcd, images, certificates: goes with --wipe
    run=$home/run     # what runs now: goes with down.sh
    logs=$home/log

    context=sluice-cluster
    node=sluice-node
    node_ip=10.243.0.1 # of a bridge of our own: nothing depends on the machine's network
    pod_cidr=10.244.0.0/16
    service_cidr=10.96.0.0/16
    api_service_ip=10.96.0.1
    dns_ip=10.96.0.10

    api=https://$node_ip:6443
    registry=127.0.0.1:5000
    prometheus=127.0.0.1:9090
    ingress=127.0.0.1:8880
    docker_socket=$run/docker.sock
    pause_image=$registry/sluice/pause:1
}

started=$EPOCHREALTIME

say() {
    local now=$EPOCHREALTIME
    printf '[%5.1f s] %s\n' "$(((${now/[.,]/} - ${started/[.,]/}) / 100000))e-1" "$*" >&2
}

fail() { # <line>…
    printf '%s\n' "$@" >&2
    exit 1
}

# Ends with the last lines of a log, for what went wrong in a program that is not ours.
fail_with_log() { # <log's name> <line>…
    local log=$logs/$1.log
    shift
    printf '%s\n' "$@" >&2
    if [[ -s $log ]]; then
        printf 'The end of %s:\n' "$log" >&2
        tail -n 15 "$log" | sed 's/^/    /' >&2
    fi
    exit 1
}

require_root() {
    [[ $EUID -eq 0 ]] || fail "This needs root: it starts a container engine, mounts and changes iptables." "Run it again: sudo $0 ${*:-}"
    [[ $home =~ ^/[A-Za-z0-9/._-]+$ ]] || fail "SLUICE_CLUSTER_HOME is '$home': use an absolute path of letters, digits, dots, dashes and underscores."
    ((${#docker_socket} < 100)) || fail "SLUICE_CLUSTER_HOME is too long for a socket's path: $home"
}

# --- processes ------------------------------------------------------------------------------------------------------------

# A recorded process counts only while it is the one that was recorded: numbers are used again.
birth() { # <pid>
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    stat=${stat##*) }
    [[ ${stat:0:1} != Z ]] || return 1
    cut -d' ' -f20 <<<"$stat"
}

alive() { # <name>
    local pid born
    { read -r pid born <"$run/$1.pid"; } 2>/dev/null && [[ $(birth "$pid") == "$born" ]]
}

start() { # <name> <command>…
    local name=$1 pid
    shift
    if alive "$name"; then
        return
    fi
    [[ ! -s $logs/$name.log ]] || mv "$logs/$name.log" "$logs/$name.old.log"
    setsid "$@" >"$logs/$name.log" 2>&1 </dev/null 9>&- & # 9 is the lock of up.sh, which ends before this does
    pid=$!
    printf '%s %s\n' "$pid" "$(birth "$pid")" >"$run/$name.pid"
}

stop() { # <name> [seconds of patience]
    local name=$1 patience=${2:-15} pid _ deadline
    if alive "$name"; then
        read -r pid _ <"$run/$name.pid"
        kill -- "-$pid" 2>/dev/null || true # with what it started itself: setsid made it the head of a group
        deadline=$((SECONDS + patience))
        while alive "$name" && ((SECONDS < deadline)); do sleep 0.05; done
        if alive "$name"; then
            kill -KILL -- "-$pid" 2>/dev/null || true
            say "$name did not end within $patience s and was killed."
        fi
    fi
    rm -f "$run/$name.pid"
}

# Waits until a command succeeds; ends at once if the process that it depends on ended.
await() { # <process> <seconds> <what> <command>…
    local process=$1 patience=$2 what=$3 deadline=$((SECONDS + $2))
    shift 3
    until "$@" >/dev/null 2>&1; do
        alive "$process" || fail_with_log "$process" "$process ended before $what."
        ((SECONDS < deadline)) || fail_with_log "$process" "Waited $patience s for $what in vain."
        sleep 0.1
    done
    say "$what"
}

# --- programs -------------------------------------------------------------------------------------------------------------

engine() { docker --host "unix://$docker_socket" "$@"; }

# Requests to the API server. Not kubectl's: Debian's own ends in a panic wherever it writes a map.
ask() { # <path> [curl's options]
    local path=$1
    shift
    curl --silent --fail --noproxy '*' --cacert "$state/pki/ca.crt" --cert "$state/pki/admin.crt" --key "$state/pki/admin.key" "$@" "$api$path"
}

# Server-side apply of one object.
apply() { # <path>, the object as YAML on standard input
    ask "$1?fieldManager=sluice-cluster&force=true" --request PATCH --header 'Content-Type: application/apply-patch+yaml' --data-binary @- --output /dev/null ||
        fail "The API server does not take $1."
}
