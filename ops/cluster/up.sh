#!/usr/bin/env bash
# Brings a real Kubernetes up on this machine: Docker Engine, registry, etcd, API server, controllers, scheduler, kubelet, kube-proxy,
# DNS, Prometheus, and an nginx for Ingresses. Debian 12, root. What runs already is left alone. Ends with the lines
# KUBECONFIG=…, DOCKER_HOST=…, REGISTRY=…, PROMETHEUS=…, INGRESS=… on standard output. down.sh takes it away again.
# Folder: SLUICE_CLUSTER_HOME, default ~/.cache/sluice/cluster.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common packages kubernetes machine docker certificates control-plane node dns prometheus ingress; do
    # shellcheck source=/dev/null
    . "$here/lib/$part.sh"
done

require_root "$@"
mkdir -p "$cache" "$state" "$run" "$logs"
exec 9>"$home/lock"
flock --nonblock 9 || { say "Another up.sh or down.sh is at work; waiting for it."; flock 9; }

require_debian
provide_programs
provide_kubernetes
export no_proxy=127.0.0.0/8,10.0.0.0/8 NO_PROXY=127.0.0.0/8,10.0.0.0/8
alive dockerd || require_room
remember_machine
raise_network
start_docker
start_registry
provide_pause
provide_certificates
start_control_plane
start_node
start_dns
start_prometheus
start_ingress
say "Kubernetes ${kubernetes_version#v} is up"

cat <<LINES
KUBECONFIG=$state/kubeconfig
DOCKER_HOST=unix://$docker_socket
REGISTRY=$registry
PROMETHEUS=http://$prometheus
INGRESS=http://$ingress
LINES
