using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

/// <summary>One mistake at a time in a file that uses everything.</summary>
public class FullPipelineMistakeTests
{
    [Theory]
    // Registry
    [InlineData("  username: robot\n", "", "registry.password: stands without username. Allowed: username and password, or token, or none of them.")]
    [InlineData("  username: robot\n", "  username: robot\n  token: ${REGISTRY_PASSWORD}\n", "registry.token: stands beside username and password")]
    [InlineData("password: ${REGISTRY_PASSWORD}", "password: hunter2", "registry.password: a secret must not stand in this file. Allowed: ${NAME}, the variable that holds the secret, and nothing else.")]
    [InlineData("password: ${REGISTRY_PASSWORD}", "password: x${REGISTRY_PASSWORD}", "registry.password: a secret must not stand in this file.")]
    [InlineData("password: ${REGISTRY_PASSWORD}", "password:", "registry.password: is empty.")]
    [InlineData("address: registry.example.com/${TEAM}", "address: registry", "registry.address: 'registry' is not the address of a registry")]
    // Services
    [InlineData("dockerfile: services/ml/Dockerfile", "dockerfile: services/ml/Dockerfile\n    project: ml", "services.ml-service.dockerfile: stands beside project. Allowed: exactly one of project, dockerfile.")]
    [InlineData("    dockerfile: services/ml/Dockerfile\n", "", "services.ml-service: says none of project, dockerfile. Allowed: exactly one of project, dockerfile.")]
    [InlineData("    dockerfile: services/ml/Dockerfile\n", "    project: ml\n", "services.ml-service.context: stands without dockerfile")]
    [InlineData("    context: services\n", "    base: scratch\n", "services.ml-service.base: stands beside dockerfile, which names its own base")]
    [InlineData("@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "", "services.backend.base: 'mcr.example.com/dotnet/aspnet:10.0' is not pinned by a digest. Allowed: an image pinned by its digest (name:tag@sha256:…), or 'scratch'.")]
    [InlineData("@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "@sha256:0123", "services.backend.base: 'mcr.example.com/dotnet/aspnet:10.0@sha256:0123' has no sha256 digest of 64 hexadecimal digits")]
    [InlineData("mcr.example.com/dotnet/aspnet:10.0@", "Mcr/X y@", "is not the name of an image")]
    [InlineData("metrics: 9090", "metrics: 8080", "services.backend.ports: 'metrics' has the number of port. Allowed: a number of its own for each port of a service.")]
    [InlineData("admin: 9091", "admin: 9090", "services.backend.ports: 'admin' has the number of metrics")]
    [InlineData("admin: 9091", "Admin: 9091", "services.backend.ports.Admin: 'Admin' is not a DNS label")]
    [InlineData("period: 1s", "period: 1", "services.backend.probes.startup.period: is the number 1 without a unit. Allowed: a duration such as 90s, 3m or 1m30s, from 1s to 10m.")]
    [InlineData("period: 1s", "period: 500ms", "services.backend.probes.startup.period: '500ms' is out of range")]
    [InlineData("readiness: /readyz", "readiness: readyz", "services.backend.probes.readiness: 'readyz' is not an absolute path. Allowed: the path of a URL (/healthz); or a probe as a map with the keys path, port, period, timeout, failures.")]
    [InlineData("readiness: /readyz", "readyness: /readyz", "services.backend.probes.readyness: the key 'readyness' is not known here. Allowed: startup, readiness, liveness, smoke. Did you mean 'readiness'?")]
    [InlineData("cpu: 100m", "cpu: 100x", "services.backend.resources.requests.cpu: '100x' is not a quantity. Allowed: a quantity such as 250m, 0.5, 128Mi or 1Gi.")]
    [InlineData("cpu: 100m", "cpu: 2", "services.backend.resources.requests: asks for more cpu than its limit")]
    [InlineData("command: [dotnet, Migrate.dll]", "command: dotnet", "services.backend.hooks.before[0].command: is the text 'dotnet'. Allowed: a list")]
    [InlineData("name: tell,", "name: migrate,", "services.backend.hooks: has two hooks of the same name")]
    [InlineData(", image: \"registry.example.com/tell:1.2\"", "", "services.backend.hooks.after[0]: would start the service itself. Allowed: an image, a command or args of its own.")]
    [InlineData("onFailure: continue", "onFailure: ignore", "services.backend.hooks.after[0].onFailure: 'ignore' is not known here. Allowed: stop, continue.")]
    [InlineData("retries: 2", "retries: 11", "services.backend.hooks.before[0].retries: 11 is out of range. Allowed: an integer from 0 to 10.")]
    [InlineData("irreversible: true", "irreversible: yes", "services.backend.hooks.before[0].irreversible: is the text 'yes'. Allowed: true or false.")]
    // Environments
    [InlineData("warm: full", "warm: ful", "environments.beta.warm: 'ful' is not a duration. Allowed: 'full', 'none', or a duration such as 90s, 3m or 1m30s, from 1s to 7d. Did you mean 'full'?")]
    [InlineData("gate: thresholds", "gate: threshold", "environments.beta.gate: the gate 'threshold' is not in this file. Allowed: standard, thresholds, slo, queries, none. Did you mean 'thresholds'?")]
    [InlineData("    gate: thresholds\n", "", "environments.beta.strategy: the strategy 'canary' is to be judged, and no gate is named for backend in beta. Allowed: gate: the name of a gate of this file, or none if nobody is to judge.")]
    [InlineData("strategy: careful", "strategy: carefull", "environments.prod.strategy: the strategy 'carefull' is not in this file. Allowed: rolling, canary, blueGreen, careful, switch, plain. Did you mean 'careful'?")]
    [InlineData("policy: strict\n    services", "policy: strikt\n    services", "environments.beta.policy: the policy 'strikt' is not in this file. Allowed: strict, default. Did you mean 'strict'?")]
    [InlineData("router: ingress-nginx", "router: nginx", "environments.prod.router: 'nginx' is not known here. Allowed: service, replicas, gateway-api, ingress-nginx.")]
    [InlineData("router: ingress-nginx", "router: service", "environments.prod.router: the router 'service' sends all of the traffic or none, and a canary shares it")]
    [InlineData("router: ingress-nginx", "router: replicas", "environments.prod.router: the router 'replicas' gives traffic to every ready pod, and blueGreen makes its pods ready before they get any")]
    [InlineData("frontend: {strategy: switch", "frontent: {strategy: switch", "environments.prod.services.frontent: the service 'frontent' is not in this file. Allowed: backend, ml-service, frontend. Did you mean 'frontend'?")]
    [InlineData("ml-service: {namespace: p25-stage}", "ml-service: {namespace: p25-beta}", "environments.beta.namespace: the namespace 'p25-beta' belongs to the environment 'stage' in the same cluster", "cluster: {context: beta}", "cluster: sandbox")]
    [InlineData("ml-service: {namespace: p25-stage}", "backend: {warm: none}", "services.ml-service.namespace: the namespace 'p25-ml' belongs to the environment 'stage' in the same cluster", "cluster: {context: prod, kubeconfig: \"${KUBECONFIG_PROD}\"}", "cluster: sandbox")]
    [InlineData("branch: main", "branch: \"[main\"", "environments.stage.triggers[0].branch: '[main' has a '[' that is not closed")]
    [InlineData("branch: main", "branch: main, onBranch: main", "environments.stage.triggers[0].onBranch: stands without tag")]
    [InlineData("branch: main", "brunch: main", "environments.stage.triggers[0]: says none of branch, tag.")]
    [InlineData("- tag: v[0-9]+.[0-9]+.[0-9]+\n", "- tag: v*\n", "environments.prod.triggers[0]: a tag such as 'v0.0.0-beta0' would deploy to the environment 'beta' (line 58) as well. Allowed: patterns that leave each name to one environment.")]
    [InlineData("required: 2", "required: 3", "environments.prod.approvals.approvers: names 2 people, fewer than required")]
    [InlineData("ben: []", "ben: [ANNA-GH]", "environments.prod.approvals.approvers: gives 'ben' a name that belongs to 'anna'")]
    [InlineData("ben: []", "ben: ben-gh", "environments.prod.approvals.approvers.ben: is the text 'ben-gh'. Allowed: a list")]
    [InlineData("hours: 09:00-17:00", "hours: 09:00-09:00", "environments.prod.changeWindows[0].hours: '09:00-09:00' never opens: it ends when it starts. Allowed: hours such as 09:00-17:00, or 00:00-24:00 for the whole day.")]
    [InlineData("hours: 09:00-17:00", "hours: 09:00-25:00", "'09:00-25:00' is not a range of hours")]
    [InlineData("hours: 09:00-17:00", "hours: 9-17", "'9-17' is not a range of hours")]
    [InlineData("days: mon-thu", "days: []", "environments.prod.changeWindows[0].days: is empty. Allowed: ")]
    [InlineData("days: mon-thu", "days: mo-th", "environments.prod.changeWindows[0].days: 'mo-th' is neither a day nor a range of days")]
    [InlineData("timeZone: Europe/Berlin", "timeZone: Europe/Atlantis", "environments.prod.changeWindows[0].timeZone: 'Europe/Atlantis' is not a time zone that this machine knows")]
    [InlineData("timeZone: Europe/Berlin", "timeZone: ../../../etc/localtime", "is not a time zone that this machine knows")]
    [InlineData("requestsPerSecond: 50", "requestsPerSecond: 0", "environments.prod.load.requestsPerSecond: 0 is out of range. Allowed: a number above 0 and at most 1000000.")]
    [InlineData("keepAlive: 80%", "keepAlive: 180%", "environments.prod.load.keepAlive: is the text '180%'. Allowed: a share such as 50% or 0.5, from 0% to 100%.")]
    [InlineData("token: \"${PROMETHEUS_TOKEN}\"", "username: x", "environments.prod.metrics.prometheus.username: stands without password")]
    [InlineData("url: \"http://prometheus.monitoring:9090\"", "url: prometheus.monitoring", "environments.prod.metrics.prometheus.url: 'prometheus.monitoring' is not an HTTP address")]
    [InlineData("url: \"http://prometheus.monitoring:9090\"", "url: http://me:secret@prometheus.monitoring", "has a user in it")]
    // Strategies
    [InlineData("- weight: 25\n", "- weight: 4\n", "strategies.careful.canary.steps[3].weight: the weight 4 does not rise above the one before it. Allowed: weights that rise from step to step.")]
    [InlineData("- weight: 25\n", "- weight: 5\n", "the weight 5 does not rise")]
    [InlineData("- weight: 25\n", "- weight: 0\n", "strategies.careful.canary.steps[3].weight: 0 is out of range. Allowed: an integer from 1 to 100.")]
    [InlineData("- weight: 25\n", "- dwell: 25s\n", "strategies.careful.canary.steps[3]: says none of weight, replicas, pause, smoke, manual.")]
    [InlineData("- weight: 25\n", "- {weight: 25, pause: 1m}\n", "strategies.careful.canary.steps[3].pause: stands beside weight")]
    [InlineData("- replicas: 50%\n", "- {replicas: 50%, gate: standard}\n", "strategies.careful.canary.steps[2].gate: stands without weight")]
    [InlineData("- replicas: 50%\n", "- replicas: 0\n", "strategies.careful.canary.steps[2].replicas: is the number 0. Allowed: a number of pods from 1 to 10000, or a share of the stable stack such as 25% or full.")]
    [InlineData("gate: standard, deadline: 20m", "gate: standart, deadline: 20m", "strategies.careful.canary.steps[0].gate: the gate 'standart' is not in this file. Allowed: standard, thresholds, slo, queries, none. Did you mean 'standard'?")]
    [InlineData("- pause: forever", "- pause: for ever", "strategies.careful.canary.steps[8].pause: 'for ever' is not a duration. Allowed: 'forever', or a duration such as 90s, 3m or 1m30s, from 1s to 7d; or a pause as a map with the keys timeout, then. Did you mean 'forever'?")]
    [InlineData("then: rollback", "then: go", "steps[6].pause.then: 'go' is not known here. Allowed: continue, rollback.")]
    [InlineData("plain: {rolling: {}}", "plain: {}", "strategies.plain: says none of rolling, canary, blueGreen. Allowed: exactly one of rolling, canary, blueGreen.")]
    [InlineData("plain: {rolling: {}}", "plain: {rolling: {}, blueGreen: {}}", "strategies.plain.blueGreen: stands beside rolling")]
    [InlineData("plain: {rolling: {}}", "canary: {rolling: {}}", "strategies.canary: the name 'canary' stands for a strategy of the kind canary, and this one is rolling")]
    [InlineData("plain: {rolling: {}}", "plain: {canary: {steps: []}}", "strategies.plain.canary.steps: is empty. Allowed: a list with at least one item")]
    [InlineData("plain: {rolling: {}}", "plain: {canary: {steps: [{pause: 1m}]}}", "strategies.plain.canary.steps: has no step with a weight")]
    [InlineData("plain: {rolling: {}}", "9lives: {rolling: {}}", "strategies.9lives: '9lives' is not a name. Allowed: the name of the strategy as a name (a letter, then letters, digits and '-', at most 63 characters).")]
    // Gates
    [InlineData("    errors: {counter: http_requests_total, bad: {code: 5.., route: \"/api/.*\"}, only: {method: GET|POST}}\n    latency: {histogram: http_request_duration_seconds, bounds: [100ms, 250ms, 1s]}\n", "", "gates.standard.evidence: has no metric to judge by. Allowed: errors, latency or both beside evidence.")]
    [InlineData("    latency: request_seconds\n", "", "gates.thresholds.threshold: has bounds for slow answers and no latency to count")]
    [InlineData("    errors: {counter: requests_total, badCounter: request_errors_total}\n", "", "gates.thresholds.threshold: has bounds for errors or requests and no errors to count")]
    [InlineData("    errors: http_requests_total\n", "", "gates.slo.sloBurnRate: has no metric to judge by")]
    [InlineData("    promql:\n", "    errors: http_requests_total\n    promql:\n", "gates.queries.errors: is not read by promql")]
    [InlineData("badCounter: request_errors_total", "badCounter: request_errors_total, bad: {code: 5..}", "gates.thresholds.errors.badCounter: stands beside bad")]
    [InlineData("bad: {code: 5.., route: \"/api/.*\"}", "bad: {}", "gates.standard.errors.bad: is empty, so every answer would be bad")]
    [InlineData("bad: {code: 5.., route: \"/api/.*\"}", "bad: {code: \"5[\"}", "gates.standard.errors.bad.code: '5[' is not a regular expression")]
    [InlineData("bad: {code: 5.., route: \"/api/.*\"}", "bad: {co-de: 5..}", "gates.standard.errors.bad.co-de: 'co-de' is not the name of a label")]
    [InlineData("counter: requests_total", "counter: requests-total", "gates.thresholds.errors.counter: 'requests-total' is not the name of a metric")]
    [InlineData("bounds: [100ms, 250ms, 1s]", "bounds: [250ms, 100ms]", "gates.standard.latency.bounds: does not rise")]
    [InlineData("bounds: [100ms, 250ms, 1s]", "bounds: automatic", "gates.standard.latency.bounds: is the text 'automatic'. Allowed: 'auto', or a list")]
    [InlineData("alpha: 0.001", "alpha: 0.6", "gates.standard.evidence.alpha: 0.6 is out of range. Allowed: a number from 0.0001 to 0.5.")]
    [InlineData("alpha: 0.001", "alpha: .nan", "gates.standard.evidence.alpha: .nan is out of range")]
    [InlineData("kappa: auto", "kappa: atuo", "gates.standard.evidence.kappa: is the text 'atuo'. Allowed: 'auto', or a number from 1 to 100. Did you mean 'auto'?")]
    [InlineData("kappa: auto", "kappa: 0.5", "gates.standard.evidence.kappa: 0.5 is out of range. Allowed: 'auto', or a number from 1 to 100.")]
    [InlineData("rho0: 1.1\n      delta: 0.2%", "rho0: 0\n      delta: 0", "gates.standard.evidence.delta: leaves nothing that is good: rho0 and delta are both 0")]
    [InlineData("latencyFactor: 1.25", "latencyFactor: 0.8", "gates.standard.evidence.latencyFactor: 0.8 is out of range. Allowed: a number from 1 to 10.")]
    [InlineData("    latency: {histogram: http_request_duration_seconds, bounds: [100ms, 250ms, 1s]}\n", "", "gates.standard.evidence: allows slower answers and has no latency to count")]
    [InlineData("margins: {errors: 1%, latency: 5%}\n", "margins: {errors: 1, latency: 5%}\n", "gates.standard.evidence.margins.errors: 1 is out of range. Allowed: a share such as 0.5% or 0.005, above 0% and at most 20%.")]
    [InlineData("dwell: 1m\n      deadline: 1h", "dwell: 10s\n      deadline: 1h", "gates.standard.evidence.dwell: '10s' is out of range. Allowed: a duration such as 90s, 3m or 1m30s, from 30s to 7d.")]
    [InlineData("dwell: 2m\n      deadline: 10m", "dwell: 2h\n      deadline: 10m", "gates.queries.promql.deadline: leaves no time to pass: the deadline comes before the dwell is over")]
    [InlineData("slo: {errors: 1%, slow: {slowerThan: 1s, share: 5%}}", "slo: {}", "gates.standard.evidence.slo: judges nothing")]
    [InlineData("use: widerMargins, margins: {errors: 5%, latency: 20%}", "use: widerMargins", "gates.standard.evidence.lowTraffic.use: says widerMargins and does not say which")]
    [InlineData("use: widerMargins", "use: slo", "gates.standard.evidence.lowTraffic.margins: stands beside use: slo")]
    [InlineData("      slo: {errors: 1%, slow: {slowerThan: 1s, share: 5%}}\n      lowTraffic: {below: 0.5, use: widerMargins, margins: {errors: 5%, latency: 20%}}", "      lowTraffic: {below: 0.5, use: slo}", "gates.standard.evidence.lowTraffic: judges against the SLO and there is none")]
    [InlineData("errorShare: {max: 1%}", "errorShare: {}", "gates.thresholds.threshold.errorShare: bounds nothing. Allowed: min, max or both.")]
    [InlineData("errorShare: {max: 1%}", "errorShare: {min: 2%, max: 1%}", "gates.thresholds.threshold.errorShare.min: is above max")]
    [InlineData("objective: 99.9%", "objective: 100%", "gates.slo.sloBurnRate.objective: 100% is out of range")]
    [InlineData("short: 5m", "short: 1h", "gates.slo.sloBurnRate.windows[0].short: is not shorter than long")]
    [InlineData("{{candidate}}", "{{canary}}", "gates.queries.promql.checks[0].query: 'max(queue_depth{revision=\"{{canary}}\",namespace=\"{{ namespac…' has an unknown name between {{ and }}. Allowed: a PromQL query; {{namespace}}, {{service}}, {{candidate}}, {{stable}} are filled in.")]
    [InlineData("    source: {prometheus: {url: \"https://prometheus.example.com/base\", username: sluice, password: \"${PROMETHEUS_PASSWORD}\", certificateAuthority: ~/ca.pem}}\n", "    source: scrape\n", "environments.prod.services.ml-service.gate: the gate 'queries' asks queries, and its numbers come from the pods themselves")]
    [InlineData("    evidence:\n", "    evidence: {}\n    threshold:\n", "gates.standard.threshold: stands beside evidence")]
    [InlineData("  queries:\n", "  none:\n", "gates.none: the name 'none' stands for no gate. Allowed: another name.")]
    [InlineData("      slo: {errors: 1%, slow: {slowerThan: 1s, share: 5%}}\n", "", "strategies.careful.canary.steps[5].gate: the gate 'standard' compares with stable, and at all of the traffic no stable is left", "{weight: 50, replicas: full}", "{weight: 100, gate: standard}")]
    [InlineData("gate: slo, warm: none", "gate: standard, warm: none", "environments.prod.services.frontend.gate: the gate 'standard' compares with stable, and at all of the traffic no stable is left", "      slo: {errors: 1%, slow: {slowerThan: 1s, share: 5%}}\n", "")]
    [InlineData("{router: replicas, gate: queries, load", "{strategy: plain, gate: standard, load", "environments.prod.services.ml-service.gate: the gate 'standard' compares with stable, and a rolling service has no stable pods when all are replaced, so it could take it back and never pass it. Allowed: an objective in that gate (gates.standard.evidence.slo: {errors: 1%}), a gate of another kind, or gate: none.", "      slo: {errors: 1%, slow: {slowerThan: 1s, share: 5%}}\n", "")]
    // Policies
    [InlineData("medium: 10", "medium: few", "policies.strict.scan.limits.medium: is the text 'few'. Allowed: 'any', or an integer from 0 to 1000000.")]
    [InlineData("medium: 10", "severe: 10", "policies.strict.scan.limits.severe: the key 'severe' is not known here. Allowed: critical, high, medium, low, unknown.")]
    [InlineData("maxAge: 3d", "maxAge: 3", "policies.strict.scan.maxAge: is the number 3 without a unit. Allowed: a duration such as 12h, 7d or 1h30m, from 1h to 365d.")]
    [InlineData("expires: 2026-12-31", "expires: 2026-02-30", "policies.strict.scan.ignore[0].expires: '2026-02-30' is not a day. Allowed: a day as year-month-day (2026-09-30).")]
    [InlineData("reason: not reachable, ", "", "policies.strict.scan.ignore[0].reason: is missing. Allowed: a text in one line.")]
    [InlineData("deny: [AGPL-3.0-only]", "deny: [mit]", "policies.strict.licences.deny: denies a licence that allow allows")]
    [InlineData("unknown: refuse", "unknown: deny", "policies.strict.licences.unknown: 'deny' is not known here. Allowed: allow, warn, refuse.")]
    [InlineData("podSecurity: restricted", "podSecurity: restrict", "policies.strict.podSecurity: 'restrict' is not known here. Allowed: privileged, baseline, restricted. Did you mean 'restricted'?")]
    public void Parse_OneMistake_SaysWhatWhereAndWhatIsAllowed(string right, string wrong, string expected, string alsoRight = "", string alsoWrong = "")
    {
        var text = Replaced(FullPipeline.Text, right, wrong);
        text = alsoRight.Length == 0 ? text : Replaced(text, alsoRight, alsoWrong);

        var load = PipelineFile.Parse(text, "sluice.yaml", FullPipeline.Variables.GetValueOrDefault);

        Assert.Null(load.Pipeline);
        var errors = load.Errors.Select(error => error.ToString()).ToList();
        Assert.True(errors.Exists(error => error.Contains(expected, StringComparison.Ordinal)), string.Join('\n', errors));
        Assert.All(errors, error => Assert.Matches("^sluice.yaml:[0-9]+:[0-9]+: ", error));
        Assert.DoesNotContain("hunter2", string.Join('\n', errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("strategies: {careful: 5}", "careful", "strategies.careful: is the number 5")]
    [InlineData("strategies: {careful: {canary: {steps: [{weight: many}]}}}", "careful", "steps[0].weight: is the text 'many'")]
    public void Parse_StrategyThatCannotBeRead_IsNotAlsoCalledUnknown(string strategies, string name, string expected)
    {
        var text = SamplePipeline.Text.Replace("strategy: rolling", $"strategy: {name}\n    gate: none", StringComparison.Ordinal) + strategies + "\n";

        Assert.Contains(expected, Assert.Single(PipelineFile.Parse(text, "sluice.yaml").Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SameMistakeForSeveralServices_SaidOnce()
    {
        var text = SamplePipeline.Text.Replace("strategy: rolling", "strategy: canary\n    gate: none\n    router: service", StringComparison.Ordinal);

        Assert.Contains("the router 'service'", Assert.Single(PipelineFile.Parse(text, "sluice.yaml").Errors).Problem, StringComparison.Ordinal);
    }

    private static string Replaced(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"not in the text: {right}");
        return text[..at] + wrong + text[(at + right.Length)..];
    }
}
