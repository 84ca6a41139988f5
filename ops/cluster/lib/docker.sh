# shellcheck shell=bash
# A Docker Engine beside the machine's own: its own folders, socket, bridge and containerd namespace, and no rules in iptables.

start_docker() {
    local runtime=''
    if ! (echo -998 >/proc/self/oom_score_adj) 2>/dev/null; then
        runtime='"runtimes": {"without-priority": {"path": "'$here/lib/runc-without-priority'"}}, "default-runtime": "without-priority",'
    fi
    cat >"$state/docker.json" <<JSON
{
  "data-root": "$state/docker",
  "exec-root": "$run/docker",
  "pidfile": "$run/docker.own.pid",
  "hosts": ["unix://$docker_socket"],
  "containerd-namespace": "sluice",
  "containerd-plugins-namespace": "sluice-plugins",
  "deprecated-key-path": "$state/docker-key.json",
  "bridge": "sluice0",
  "iptables": false,
  "ip-masq": false,
  "oom-score-adjust": 0,
  $runtime
  "exec-opts": ["native.cgroupdriver=cgroupfs"]
}
JSON
    alive dockerd || rm -f "$run/docker.own.pid"
    start dockerd dockerd --config-file "$state/docker.json"
    await dockerd 60 "Docker Engine answers" engine version
}

start_registry() {
    cat >"$state/registry.yml" <<YAML
version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: $state/registry}, delete: {enabled: true}}
http: {addr: $registry}
YAML
    start registry docker-registry serve "$state/registry.yml"
    await registry 20 "Registry answers at $registry" curl --silent --fail --noproxy '*' "http://$registry/v2/"
}

# No image can be taken for granted: the one that every pod begins with is made here.
provide_pause() {
    if engine image inspect "$pause_image" >/dev/null 2>&1; then
        return
    fi
    local folder=$run/pause
    mkdir -p "$folder"
    gcc -Os -static -s -o "$folder/pause" "$here/lib/pause.c"
    printf 'FROM scratch\nCOPY pause /pause\nENTRYPOINT ["/pause"]\n' >"$folder/Dockerfile"
    { DOCKER_BUILDKIT=0 engine build --tag "$pause_image" "$folder" && engine push "$pause_image"; } >"$logs/pause.log" 2>&1 ||
        fail_with_log pause "The pods' first image cannot be made."
    rm -rf "$folder"
    say "Image $pause_image is made"
}

stop_docker() {
    local containers
    if alive dockerd; then
        containers=$(engine ps --all --quiet)
        # shellcheck disable=SC2086 # one word each
        [[ -z $containers ]] || engine rm --force $containers >/dev/null 2>&1 || true
    fi
    stop registry
    stop dockerd 30
}
