# shellcheck shell=bash
# Prometheus, scraping every pod that is annotated with prometheus.io/scrape. Debian builds it without discovery in Kubernetes:
# its targets are a file, kept up to date from the API.

start_prometheus() {
    mkdir -p "$state/prometheus"
    [[ -s $run/targets.json ]] || echo '[]' >"$run/targets.json"
    cat >"$state/prometheus.yml" <<YAML
global: {scrape_interval: 2s}
scrape_configs:
  - job_name: pods
    file_sd_configs: [{files: ["$run/targets.json"], refresh_interval: 2s}]
  - job_name: containers
    scheme: https
    metrics_path: /metrics/cadvisor
    tls_config: {ca_file: "$state/pki/ca.crt", cert_file: "$state/pki/admin.crt", key_file: "$state/pki/admin.key"}
    static_configs: [{targets: ["$node_ip:10250"]}]
YAML
    start prometheus prometheus --config.file="$state/prometheus.yml" --storage.tsdb.path="$state/prometheus" --storage.tsdb.retention.time=1d \
        --web.listen-address="$prometheus" --log.level=warn
    start prometheus-targets "$here/lib/follow.sh" prometheus
    await prometheus 30 "Prometheus is ready at $prometheus" curl --silent --fail --noproxy '*' "http://$prometheus/-/ready"
}

stop_prometheus() {
    stop prometheus-targets
    stop prometheus
}

prometheus_paths() { echo /api/v1/pods; }

# Every label of a pod becomes one of its series, as the usual discovery's relabelling does it.
prometheus_render() {
    ask /api/v1/pods | jq '[.items[]
        | select(.metadata.annotations["prometheus.io/scrape"] == "true" and .status.podIP and .status.phase == "Running" and (.metadata.deletionTimestamp | not))
        | {targets: ["\(.status.podIP):\(.metadata.annotations["prometheus.io/port"] // "80")"],
           labels: ((.metadata.labels // {} | with_entries(.key |= gsub("[^A-Za-z0-9_]"; "_")))
             + {namespace: .metadata.namespace, pod: .metadata.name, __metrics_path__: (.metadata.annotations["prometheus.io/path"] // "/metrics")})}]' \
        >"$run/targets.new" && mv "$run/targets.new" "$run/targets.json"
}
