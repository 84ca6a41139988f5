# shellcheck shell=bash
# Names of Services, for pods. Debian has no CoreDNS: a dnsmasq stands behind the Service kube-dns and is fed from the API.

start_dns() {
    touch "$run/names"
    start dns dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root --listen-address="$node_ip" --bind-interfaces --port=53 \
        --no-hosts --addn-hosts="$run/names" --local=/cluster.local/ --cache-size=0
    apply /api/v1/namespaces/kube-system/services/kube-dns <<YAML
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system}
spec: {clusterIP: $dns_ip, ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]}
YAML
    apply /api/v1/namespaces/kube-system/endpoints/kube-dns <<YAML
apiVersion: v1
kind: Endpoints
metadata: {name: kube-dns, namespace: kube-system}
subsets: [{addresses: [{ip: $node_ip}], ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]}]
YAML
    start dns-names "$here/lib/follow.sh" dns
    await dns-names 20 "Names are served" grep -q 'kubernetes\.default\.' "$run/names"
}

stop_dns() {
    stop dns-names
    stop dns
}

dns_paths() { echo /api/v1/services /api/v1/endpoints; }

# A headless Service's name stands for its endpoints.
dns_render() {
    {
        ask /api/v1/services | jq -r '.items[] | select(.spec.clusterIP // "None" != "None")
            | "\(.spec.clusterIP) \(.metadata.name).\(.metadata.namespace).svc.cluster.local"' &&
            ask '/api/v1/endpoints?labelSelector=service.kubernetes.io/headless' | jq -r '.items[] | .metadata as $name
            | .subsets[]?.addresses[]?.ip | "\(.) \($name.name).\($name.namespace).svc.cluster.local"'
    } >"$run/names.new" || return
    if ! cmp -s "$run/names.new" "$run/names"; then
        cat "$run/names.new" >"$run/names"
        kill -HUP "$(cut -d' ' -f1 "$run/dns.pid")"
    fi
}
