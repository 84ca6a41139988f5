# shellcheck shell=bash
# Programs from Debian's packages. Those of daemons are unpacked into the cache, not installed: nothing starts with the machine,
# and a Docker, etcd, nginx or Prometheus that is installed stays what it is.

readonly unpacked=(
    docker.io containerd runc tini docker-registry etcd-server prometheus nginx dnsmasq-base
    containernetworking-plugins busybox-static
)
readonly builders=(golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev)
# Installed: small tools, and the libraries of what is unpacked.
readonly tools=(ca-certificates curl jq openssl iptables conntrack ebtables ethtool socat iproute2 kmod procps gcc libc6-dev)
readonly libraries=(
    libcap2 libcrypt1 libdbus-1-3 libdevmapper1.02.1 libidn2-0 libnetfilter-conntrack3 libnettle8 libnftables1 libpcre2-8-0
    libseccomp2 libssl3 libsystemd0 zlib1g
)

require_debian() {
    local id='' version=''
    # shellcheck disable=SC1091
    [[ ! -r /etc/os-release ]] || { id=$(. /etc/os-release && echo "${ID:-}"); version=$(. /etc/os-release && echo "${VERSION_ID:-}"); }
    [[ $id == debian && $version == 12 ]] || fail \
        "This is ${id:-an unknown system} ${version}; the cluster is made of the packages of Debian 12 (the last that has Kubernetes' server parts as source)." \
        "Use a cluster that you have instead: ./build.sh TestCluster --kube-context NAME"
    [[ $(dpkg --print-architecture) == amd64 ]] || fail "Only amd64 has been tried; this is $(dpkg --print-architecture)."
}

apt() { DEBIAN_FRONTEND=noninteractive apt-get -q -o APT::Sandbox::User=root -o DPkg::Lock::Timeout=120 "$@"; }

is_installed() { [[ $(dpkg-query --show --showformat '${db:Status-Abbrev}' "$1" 2>/dev/null) == 'ii ' ]]; }

install_missing() { # <package>…
    local package missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    if ((${#missing[@]} > 0)); then
        say "Installing ${missing[*]}"
        update_lists
        apt install -y --no-install-recommends "${missing[@]}" >"$logs/apt.log" 2>&1 || fail_with_log apt "apt-get cannot install them."
    fi
}

# Once a run, and only if something is to be fetched.
update_lists() {
    [[ -z ${lists_are_new:-} ]] || return 0
    apt update >"$logs/apt.log" 2>&1 || fail_with_log apt "apt-get update failed."
    lists_are_new=yes
}

# Prints the folder of the unpacked packages; the name says which versions.
unpack() { # <name> <package>…
    local name=$1 versions folder
    shift
    versions=$(apt-cache policy "$@" | sed -n 's/^\([^ ].*\):$/\1/p;s/^  Candidate: //p' | paste -sd' ')
    if [[ -z $versions || $versions == *'(none)'* || $(grep -o ' ' <<<"$versions" | wc -l) -lt $(($# * 2 - 1)) ]]; then
        update_lists
        versions=$(apt-cache policy "$@" | sed -n 's/^\([^ ].*\):$/\1/p;s/^  Candidate: //p' | paste -sd' ')
    fi
    folder=$cache/$name-$(sha256sum <<<"$versions" | cut -c1-12)
    if [[ ! -d $folder ]]; then
        say "Unpacking $*"
        update_lists
        rm -rf "$cache/$name.new" && mkdir -p "$cache/$name.new/debs"
        (cd "$cache/$name.new/debs" && apt download "$@") >"$logs/apt.log" 2>&1 || fail_with_log apt "apt-get cannot download them."
        local package
        for package in "$cache/$name.new/debs/"*.deb; do
            dpkg-deb --extract "$package" "$cache/$name.new"
        done
        rm -rf "$cache/$name.new/debs" && mv "$cache/$name.new" "$folder"
    fi
    printf '%s' "$folder"
}

provide_programs() {
    install_missing "${tools[@]}" "${libraries[@]}"
    programs=$(unpack programs "${unpacked[@]}") || exit 1
    PATH=$programs/usr/sbin:$programs/usr/bin:$PATH
}
