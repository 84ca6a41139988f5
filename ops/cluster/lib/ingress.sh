# shellcheck shell=bash
# An nginx that follows Ingress objects of class nginx: hosts, paths, and the Service behind each. Plain HTTP, no annotations:
# canary weights, rewrites and TLS are the product ingress-nginx's, which Debian does not have.

start_ingress() {
    mkdir -p "$run/nginx"
    apply /apis/networking.k8s.io/v1/ingressclasses/nginx <<'YAML'
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: sluice.dev/plain-nginx}
YAML
    nginx_conf </dev/null >"$run/nginx.conf"
    start ingress nginx -p "$run/nginx" -c "$run/nginx.conf" -g 'daemon off;'
    start ingress-rules "$here/lib/follow.sh" ingress
    await ingress 20 "Ingresses are served at $ingress" curl --silent --noproxy '*' --output /dev/null "http://$ingress/"
}

stop_ingress() {
    stop ingress-rules
    stop ingress
}

ingress_paths() { echo /apis/networking.k8s.io/v1/ingresses /api/v1/services; }

nginx_conf() { # the servers, on standard input
    cat <<NGINX
pid $run/nginx/nginx.pid;
error_log stderr warn;
user root;
worker_processes 1;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path $run/nginx/body;
    proxy_temp_path $run/nginx/proxy;
    fastcgi_temp_path $run/nginx/fastcgi;
    uwsgi_temp_path $run/nginx/uwsgi;
    scgi_temp_path $run/nginx/scgi;
    proxy_set_header Host \$http_host;
    proxy_set_header X-Forwarded-For \$remote_addr;
    proxy_set_header X-Forwarded-Proto \$scheme;
    proxy_connect_timeout 2s;
    server { listen $ingress default_server; return 404; }
$(cat)
}
NGINX
}

# One server per host; of its places the longest wins, as nginx has it. A Service or port that does not exist answers 503.
ingress_render() {
    local ingresses services
    ingresses=$(ask /apis/networking.k8s.io/v1/ingresses) && services=$(ask /api/v1/services) || return
    jq -rn --argjson ingresses "$ingresses" --argjson services "$services" --arg listen "$ingress" '
        ($services.items | map({key: "\(.metadata.namespace)/\(.metadata.name)", value: .spec}) | from_entries) as $known
        | [$ingresses.items[] | select((.spec.ingressClassName // .metadata.annotations["kubernetes.io/ingress.class"]) == "nginx")
            | .metadata.namespace as $namespace | .spec.rules[]? | .host as $host | .http.paths[]?
            | $known["\($namespace)/\(.backend.service.name)"] as $service | .backend.service.port as $port
            | {host: ($host // "_"), path: (.path // "/"), type: .pathType,
               to: ([$service.ports[]? | select(.name == $port.name or .port == $port.number) | "\($service.clusterIP):\(.port)"] | first)}]
        | group_by(.host)[] | "    server { listen \($listen); server_name \(.[0].host);",
            (unique_by([.path, .type])[] | (if .to then "proxy_pass http://\(.to);" else "return 503;" end) as $action
                | if .type == "Exact" then "location = \(.path) { \($action) }"
                  elif .path == "/" then "location / { \($action) }"
                  else (.path | rtrimstr("/")) as $path | "location = \($path) { \($action) } location \($path)/ { \($action) }" end),
            "}"' | nginx_conf >"$run/nginx.new" || return
    if ! cmp -s "$run/nginx.new" "$run/nginx.conf"; then
        nginx -p "$run/nginx" -c "$run/nginx.new" -t -q || return
        mv "$run/nginx.new" "$run/nginx.conf"
        kill -HUP "$(cut -d' ' -f1 "$run/ingress.pid")"
    fi
    tell_addresses "$ingresses"
}

# As a controller does: an Ingress that is served has an address.
tell_addresses() {
    local path
    jq -r '.items[] | select(.spec.ingressClassName == "nginx" and (.status.loadBalancer.ingress | not))
        | "/apis/networking.k8s.io/v1/namespaces/\(.metadata.namespace)/ingresses/\(.metadata.name)/status"' <<<"$1" | while read -r path; do
        ask "$path" --request PATCH --header 'Content-Type: application/merge-patch+json' --output /dev/null \
            --data '{"status": {"loadBalancer": {"ingress": [{"ip": "'"${ingress%:*}"'"}]}}}' || true
    done
}
