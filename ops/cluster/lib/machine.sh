# shellcheck shell=bash
# What of the machine itself is changed, and how it is given back.

readonly ports=(2379 2380 5000 6443 8880 9090 10248 10249 10250 10256 10257 10259)
# Written by Kubernetes and not to be told another place.
readonly places=(/var/lib/kubelet /var/lib/dockershim /var/log/pods /var/log/containers /var/lib/cni /etc/docker /run/docker /run/containerd)
readonly settings=(
    vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes
    net.ipv4.ip_forward net.ipv4.conf.all.route_localnet net.bridge.bridge-nf-call-iptables net.bridge.bridge-nf-call-ip6tables
    net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_tcp_timeout_close_wait
)

# Before the first process is started: nobody else is to be in the way, or in danger.
require_room() {
    local port listener taken=()
    for port in "${ports[@]}"; do
        # Listeners on another loopback address are not in the way.
        listener=$(ss -Hltnp "sport = :$port" | awk -v own="^(127\\.0\\.0\\.1|$node_ip|0\\.0\\.0\\.0|\\*|\\[::\\]):" '$4 ~ own { print $6; exit }')
        [[ -z $listener ]] || taken+=("$port ($(cut -d'"' -f2 <<<"$listener"))")
    done
    ((${#taken[@]} == 0)) || fail "These ports are in use already: ${taken[*]}" "End what listens there, or use that cluster: ./build.sh TestCluster --kube-context NAME"
    ! iptables-save 2>/dev/null | grep '^:KUBE-' >/dev/null || fail "Another Kubernetes has its rules in this machine's iptables; two would overwrite each other's." \
        "Use that one: ./build.sh TestCluster --kube-context NAME" "If it is gone, take its rules away: ops/cluster/down.sh --rules"
}

remember_machine() {
    [[ ! -f $run/places ]] || return 0
    local place
    modprobe br_netfilter 2>/dev/null || true
    sysctl --ignore "${settings[@]}" 2>/dev/null >"$run/settings"
    for place in "${places[@]}"; do
        [[ -e $place ]] || printf '%s\n' "$place"
    done >"$run/places"
}

# One bridge for the node's address and for containers outside of pods.
raise_network() {
    ip link show sluice0 >/dev/null 2>&1 || ip link add sluice0 type bridge
    ip address replace "$node_ip/24" dev sluice0
    ip link set sluice0 up
    sysctl -q -w net.ipv4.ip_forward=1
    sysctl -q -w net.bridge.bridge-nf-call-iptables=1 2>/dev/null || fail "The kernel has no br_netfilter: Services would not be reached from pods on their own node."
    # A Docker of the machine's own sets the FORWARD chain to DROP.
    local bridge
    for bridge in cni0 sluice0; do
        rule -I FORWARD -i "$bridge" -j ACCEPT
        rule -I FORWARD -o "$bridge" -j ACCEPT
    done
    rule -t nat -A POSTROUTING -s "$node_ip/24" ! -o sluice0 -m comment --comment sluice -j MASQUERADE
}

rule() { # an iptables command that adds, made once
    local check=("${@/#-[AI]/-C}")
    iptables -w "${check[@]}" 2>/dev/null || iptables -w "$@"
}

lower_network() {
    local bridge
    for bridge in cni0 sluice0; do
        iptables -w -D FORWARD -i "$bridge" -j ACCEPT 2>/dev/null || true
        iptables -w -D FORWARD -o "$bridge" -j ACCEPT 2>/dev/null || true
    done
    iptables -w -t nat -D POSTROUTING -s "$node_ip/24" ! -o sluice0 -m comment --comment sluice -j MASQUERADE 2>/dev/null || true
    remove_rules iptables
    remove_rules ip6tables
    for bridge in cni0 sluice0 kube-ipvs0; do
        ip link delete "$bridge" 2>/dev/null || true
    done
}

# Chains of kube-proxy, kubelet and the pods' network, and every rule that names one.
remove_rules() { # <iptables|ip6tables>
    if "$1-save" 2>/dev/null | grep -E 'KUBE-|CNI-' >/dev/null; then # not -q: it ends before the other has said all
        "$1-save" | grep -vE 'KUBE-|CNI-' | "$1-restore" -w
    fi
}

unmount_all() {
    local place
    { grep -oE " ($run|$state)/[^ ]*" /proc/mounts || true; } | sort -r | while read -r place; do
        umount "$place" 2>/dev/null || umount --lazy "$place" 2>/dev/null || true
    done
}

give_machine_back() {
    local place
    if [[ -s $run/settings ]]; then
        sysctl -q --load="$run/settings" 2>/dev/null || true
    fi
    if [[ -s $run/places ]]; then
        while read -r place; do rm -rf "$place"; done <"$run/places"
    fi
    # Empty groups that kubelet and dockerd left behind; one that is in use stays.
    find /sys/fs/cgroup -depth -type d \( -path '*/kubepods*' -o -name docker \) -exec rmdir {} + 2>/dev/null || true
}
