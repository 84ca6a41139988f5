namespace Sluice.Model.Tests.Files;

/// <summary>A right file that uses everything there is.</summary>
internal static class FullPipeline
{
    public const string Text = """
        # yaml-language-server: $schema=./sluice.schema.json
        application: pcbench
        registry:
          address: registry.example.com/${TEAM}
          username: robot
          password: ${REGISTRY_PASSWORD}
        services:
          backend:
            project: samples/backend
            base: mcr.example.com/dotnet/aspnet:10.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
            port: 8080
            ports: {metrics: 9090, admin: 9091}
            probes:
              startup: {path: /healthz, period: 1s, failures: 60}
              readiness: /readyz
              liveness: {path: /healthz, timeout: 500ms, port: 9091}
              smoke: /smoke?deep=1
            resources:
              requests: {cpu: 100m, memory: 128Mi}
              limits: {cpu: 1, memory: 0.5Gi}
            dependsOn: [ml-service]
            hooks:
              before:
                - name: migrate
                  command: [dotnet, Migrate.dll]
                  args: [--to, latest, --to, latest]
                  env: {LEVEL: "$${NOT_A_VARIABLE}", COUNT: "5"}
                  deadline: 10m
                  retries: 2
                  irreversible: true
              after:
                - {name: tell, image: "registry.example.com/tell:1.2", onFailure: continue}
          ml-service:
            dockerfile: services/ml/Dockerfile
            context: services
            namespace: p25-ml
            port: 8081
          frontend:
            project: samples/frontend
            port: 8082
            dependsOn: [backend]
        environments:
          stage:
            cluster: sandbox
            namespace: p25-stage
            overlay: k8s/overlays/stage
            triggers: [{branch: main}]
            services:
              ml-service: {namespace: p25-stage}
          beta:
            cluster: {context: beta}
            namespace: p25-beta
            overlay: k8s/overlays/beta
            strategy: canary
            gate: thresholds
            warm: full
            triggers:
              - {tag: "v[0-9]+.[0-9]+.[0-9]+-beta[0-9]+", onBranch: main}
            policy: strict
            services:
              ml-service: {namespace: p25-beta, gate: none}
          prod:
            cluster: {context: prod, kubeconfig: "${KUBECONFIG_PROD}"}
            namespace: p25-prod
            overlay: k8s/overlays/prod
            readyDeadline: 5m
            history: 20
            strategy: careful
            gate: standard
            router: ingress-nginx
            warm: 1h
            metrics: {prometheus: {url: "http://prometheus.monitoring:9090", token: "${PROMETHEUS_TOKEN}", timeout: 5s}}
            onRegression: hold
            onInconclusive: pause
            holds: true
            freezable: false
            policy: strict
            load: {requestsPerSecond: 50, keepAlive: 80%, path: /api}
            triggers:
              - tag: v[0-9]+.[0-9]+.[0-9]+
            approvals:
              required: 2
              excludeAuthor: true
              expiry: 8h
              approvers:
                anna: [anna-gh, anna@example.com]
                ben: []
            changeWindows:
              - {days: mon-thu, hours: 09:00-17:00, timeZone: Europe/Berlin}
              - {days: [fri, sun-mon], hours: 22:00-02:00}
            services:
              ml-service: {router: replicas, gate: queries, load: {requestsPerSecond: 2.5}}
              frontend: {strategy: switch, gate: slo, warm: none}
        strategies:
          careful:
            canary:
              warm: 30m
              steps:
                - {weight: 5, replicas: 1, dwell: 2m, gate: standard, deadline: 20m}
                - smoke: {name: smoke, image: "registry.example.com/smoke:1", deadline: 2m}
                - replicas: 50%
                - weight: 25
                - pause: 10m
                - {weight: 50, replicas: full}
                - pause: {timeout: 2h, then: rollback}
                - manual: Does the dashboard look right?
                - pause: forever
                - manual: {question: Did support hear anything?, timeout: 1h}
          switch:
            blueGreen:
              preview: 25%
              checks:
                - smoke: {name: smoke, command: [curl, -f, "http://frontend-preview"]}
                - manual: Looks right?
              bake: 15m
          plain: {rolling: {}}
        gates:
          standard:
            source: scrape
            errors: {counter: http_requests_total, bad: {code: 5.., route: "/api/.*"}, only: {method: GET|POST}}
            latency: {histogram: http_request_duration_seconds, bounds: [100ms, 250ms, 1s]}
            evidence:
              alpha: 0.001
              alphaPromote: 0.02
              kappa: auto
              rho0: 1.1
              delta: 0.2%
              latencyFactor: 1.25
              blockSeconds: 60
              warmUp: 45s
              margins: {errors: 1%, latency: 5%}
              dwell: 1m
              deadline: 1h
              slo: {errors: 1%, slow: {slowerThan: 1s, share: 5%}}
              lowTraffic: {below: 0.5, use: widerMargins, margins: {errors: 5%, latency: 20%}}
          thresholds:
            errors: {counter: requests_total, badCounter: request_errors_total}
            latency: request_seconds
            threshold:
              errorShare: {max: 1%}
              slowShare: {slowerThan: 500ms, max: 0.05}
              requestRate: {min: 0.1, max: 1e6}
              interval: 30s
              minimumRequests: 50
              failures: 3
          slo:
            source: {prometheus: "${PROMETHEUS_URL}"}
            errors: http_requests_total
            latency: http_request_duration_seconds
            sloBurnRate:
              objective: 99.9%
              slowerThan: 1s
              windows: [{long: 1h, short: 5m, rate: 10}]
          queries:
            source: {prometheus: {url: "https://prometheus.example.com/base", username: sluice, password: "${PROMETHEUS_PASSWORD}", certificateAuthority: ~/ca.pem}}
            promql:
              checks:
                - {name: queue, query: 'max(queue_depth{revision="{{candidate}}",namespace="{{ namespace }}"})', max: 100}
              dwell: 2m
              deadline: 10m
        policies:
          strict:
            scan:
              limits: {critical: 0, high: 0, medium: 10, low: any}
              maxAge: 3d
              databaseMaxAge: 36h
              staleDatabase: refuse
              signature: true
              ignore:
                - {id: CVE-2026-0001, reason: not reachable, expires: 2026-12-31, package: zlib}
            licences: {allow: [MIT, Apache-2.0], deny: [AGPL-3.0-only], unknown: refuse}
            podSecurity: restricted

        """;

    /// <summary>Every variable that the text names.</summary>
    public static readonly IReadOnlyDictionary<string, string> Variables = new Dictionary<string, string>
    {
        ["TEAM"] = "team",
        ["REGISTRY_PASSWORD"] = "hunter2-registry",
        ["KUBECONFIG_PROD"] = "secrets/prod.yaml",
        ["PROMETHEUS_TOKEN"] = "hunter2-token",
        ["PROMETHEUS_URL"] = "https://user:hunter2-url@prometheus.example.com",
        ["PROMETHEUS_PASSWORD"] = "hunter2-prometheus",
    };
}
