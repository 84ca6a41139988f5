# shellcheck shell=bash
# The one node: kubelet on our Docker Engine, pods on a bridge, Services by kube-proxy in this machine's iptables.

configure_node() {
    mkdir -p "$state/cni" "$state/kubelet" "$state/static-pods"
    cat >"$state/cni/10-sluice.conflist" <<JSON
{
  "cniVersion": "0.4.0",
  "name": "sluice",
  "plugins": [
    {
      "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
      "ipam": {"type": "host-local", "dataDir": "$run/addresses", "ranges": [[{"subnet": "${pod_cidr%/*}/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
JSON
    cat >"$state/kubelet.yml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_ip
tlsCertFile: $state/pki/node.crt
tlsPrivateKeyFile: $state/pki/node.key
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: Webhook}
cgroupDriver: cgroupfs
failSwapOn: false
oomScoreAdj: 0
syncFrequency: 5s
nodeStatusUpdateFrequency: 2s
clusterDNS: [$dns_ip]
clusterDomain: cluster.local
resolvConf: /etc/resolv.conf
staticPodPath: $state/static-pods
volumePluginDir: $state/kubelet/volume-plugins
# The machine's disk is other people's too: a full one is theirs to tell.
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
YAML
    cat >"$state/kube-proxy.yml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $state/pki/proxy.conf}
mode: iptables
iptables: {minSyncPeriod: 100ms, syncPeriod: 30s}
clusterCIDR: $pod_cidr
hostnameOverride: $node
bindAddress: $node_ip
healthzBindAddress: 127.0.0.1:10256
nodePortAddresses: [127.0.0.0/8, $node_ip/24]
oomScoreAdj: 0
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
YAML
}

start_node() {
    configure_node
    start kubelet "$kubernetes/kubelet" --config="$state/kubelet.yml" --kubeconfig="$state/pki/kubelet.conf" --root-dir="$state/kubelet" \
        --hostname-override="$node" --node-ip="$node_ip" \
        --container-runtime=docker --docker-endpoint="unix://$docker_socket" --container-runtime-endpoint="unix://$run/dockershim.sock" \
        --network-plugin=cni --cni-bin-dir="$programs/usr/lib/cni" --cni-conf-dir="$state/cni" --cni-cache-dir="$run/cni" \
        --pod-infra-container-image="$pause_image"
    start kube-proxy "$kubernetes/kube-proxy" --config="$state/kube-proxy.yml"
    await kubelet 90 "Node is ready" is_ready
    await kube-proxy 30 "Services are routed" curl --silent --fail --noproxy '*' http://127.0.0.1:10256/healthz
    await kube-controller-manager 30 "Namespaces get their accounts" ask /api/v1/namespaces/default/serviceaccounts/default
}

is_ready() { ask "/api/v1/nodes/$node" | jq -e '.status.conditions[] | select(.type == "Ready" and .status == "True")'; }

stop_node() {
    stop kube-proxy
    stop kubelet
}
