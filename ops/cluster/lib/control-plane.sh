# shellcheck shell=bash
# etcd, the API server, the controllers and the scheduler. The API listens on the node's own bridge only.

start_control_plane() {
    local pki=$state/pki
    start etcd etcd --name sluice --data-dir "$state/etcd" \
        --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
        --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 --initial-cluster sluice=http://127.0.0.1:2380
    await etcd 60 "etcd answers" curl --silent --fail --noproxy '*' http://127.0.0.1:2379/health

    start kube-apiserver "$kubernetes/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 \
        --bind-address="$node_ip" --advertise-address="$node_ip" --secure-port=6443 --allow-privileged=true \
        --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --service-cluster-ip-range="$service_cidr" \
        --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt" \
        --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$pki/accounts.pub" --service-account-signing-key-file="$pki/accounts.key" \
        --kubelet-client-certificate="$pki/to-kubelet.crt" --kubelet-client-key="$pki/to-kubelet.key" \
        --kubelet-certificate-authority="$pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
        --requestheader-client-ca-file="$pki/front.crt" --requestheader-allowed-names=front-proxy-client \
        --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group --requestheader-extra-headers-prefix=X-Remote-Extra- \
        --proxy-client-cert-file="$pki/to-extension.crt" --proxy-client-key-file="$pki/to-extension.key"
    await kube-apiserver 90 "API server is ready at $api" ask /readyz

    local common=(--bind-address=127.0.0.1 --port=0 --leader-elect=false)
    start kube-controller-manager "$kubernetes/kube-controller-manager" "${common[@]}" --kubeconfig="$pki/controllers.conf" \
        --authentication-kubeconfig="$pki/controllers.conf" --authorization-kubeconfig="$pki/controllers.conf" \
        --use-service-account-credentials=true --service-account-private-key-file="$pki/accounts.key" --root-ca-file="$pki/ca.crt" \
        --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key" \
        --cluster-cidr="$pod_cidr" --service-cluster-ip-range="$service_cidr"
    start kube-scheduler "$kubernetes/kube-scheduler" "${common[@]}" --kubeconfig="$pki/scheduler.conf" \
        --authentication-kubeconfig="$pki/scheduler.conf" --authorization-kubeconfig="$pki/scheduler.conf"
}

stop_control_plane() {
    local program
    for program in kube-scheduler kube-controller-manager kube-apiserver etcd; do stop "$program"; done
}
