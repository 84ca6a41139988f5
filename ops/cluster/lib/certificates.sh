# shellcheck shell=bash
# Keys and certificates of the cluster, and who may do what with them. Made once; --wipe makes new ones.

authority() { # <name> <common name>
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$2" -keyout "$1.key" -out "$1.crt"
}

certificate() { # <name> <subject> <authority> <usage> [names]
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
    openssl x509 -req -in "$1.csr" -CA "$3.crt" -CAkey "$3.key" -CAcreateserial -days 3650 -out "$1.crt" -extfile <(
        printf 'keyUsage=digitalSignature\nextendedKeyUsage=%s\n' "$4"
        [[ -z ${5:-} ]] || printf 'subjectAltName=%s\n' "$5"
    )
    rm "$1.csr"
}

kubeconfig() { # <file> <user>
    cat >"$1" <<YAML
apiVersion: v1
kind: Config
current-context: $context
contexts: [{name: $context, context: {cluster: $context, user: $2}}]
clusters: [{name: $context, cluster: {server: "$api", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: $2, user: {client-certificate-data: $(base64 -w0 "$2.crt"), client-key-data: $(base64 -w0 "$2.key")}}]
YAML
}

provide_certificates() {
    [[ ! -f $state/pki/.ready ]] || return 0
    rm -rf "$state/pki" && mkdir -m 700 "$state/pki"
    (
        set -e
        cd "$state/pki"
        umask 077
        authority ca sluice-cluster
        authority front sluice-cluster-front
        openssl genrsa -out accounts.key 2048 # what it signs has to be RSA here
        openssl rsa -in accounts.key -pubout -out accounts.pub
        certificate apiserver /CN=kube-apiserver ca serverAuth \
            "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:127.0.0.1,IP:$node_ip,IP:$api_service_ip"
        certificate node "/O=system:nodes/CN=system:node:$node" ca serverAuth "DNS:$node,IP:$node_ip,IP:127.0.0.1"
        certificate to-kubelet /O=system:masters/CN=apiserver-kubelet-client ca clientAuth
        certificate to-extension /CN=front-proxy-client front clientAuth
        certificate admin /O=system:masters/CN=admin ca clientAuth
        certificate controllers /CN=system:kube-controller-manager ca clientAuth
        certificate scheduler /CN=system:kube-scheduler ca clientAuth
        certificate proxy /CN=system:kube-proxy ca clientAuth
        certificate kubelet "/O=system:nodes/CN=system:node:$node" ca clientAuth
        for user in controllers scheduler proxy kubelet; do kubeconfig "$user.conf" "$user"; done
        kubeconfig "$state/kubeconfig" admin
        touch .ready
    ) >"$logs/certificates.log" 2>&1 || fail_with_log certificates "The certificates cannot be made."
    say "Certificates are made"
}
