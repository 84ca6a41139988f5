using Sluice.Model.Environments;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary><c>environments:</c></summary>
internal static class EnvironmentSchema
{
    private static readonly Field<double> s_rate = Field.Required("requestsPerSecond", "Requests per second", new NumberShape(0, 1_000_000, isAboveLeast: true));
    private static readonly Field<Share> s_keepAlive = Field.Optional("keepAlive", "Part of the requests that reuse a connection", CommonShapes.AnyShare, EnvironmentDefaults.KeepAlive);
    private static readonly Field<string> s_loadPath = Field.Optional("path", "What is asked for", CommonShapes.UrlPath, EnvironmentDefaults.LoadPath);
    private static readonly Field<LoadDefinition?> s_load = Field.Maybe(
        "load",
        "The traffic that is expected, for forecasts and for the load generator",
        new RecordShape<LoadDefinition>("a load", [s_rate, s_keepAlive, s_loadPath], values => new LoadDefinition(values.Get(s_rate), values.Get(s_keepAlive), values.Get(s_loadPath) ?? "/")),
        "what was measured");

    private static readonly Field<Located<string>?> s_strategy = Field.Maybe("strategy", "How a new release takes over", new LocatedShape<string>(StrategySchema.Name), "rolling");
    private static readonly Field<Located<string>?> s_gate = Field.Maybe("gate", "The judge of new releases", new LocatedShape<string>(GateSchema.Name), "none for rolling; else it must be named");
    private static readonly Field<Located<TrafficRouter>?> s_router = Field.Maybe(
        "router",
        "What moves traffic between two stacks",
        new LocatedShape<TrafficRouter>(new ChoiceShape<TrafficRouter>(
            ("service", TrafficRouter.Service), ("replicas", TrafficRouter.Replicas), ("gateway-api", TrafficRouter.GatewayApi), ("ingress-nginx", TrafficRouter.IngressNginx))),
        "service for blueGreen, replicas for canary");

    private static readonly Field<WarmStack?> s_warm = Field.MaybeValue("warm", "How long the previous stack stays for an instant rollback", StrategySchema.Warm, StrategyDefaults.Warm.ToString());

    private static readonly Field<Located<string>?> s_serviceNamespace = Field.Maybe(
        "namespace", "Kubernetes namespace of this service here", new LocatedShape<string>(CommonShapes.DnsLabel), "the service's, else the environment's");

    private static readonly Shape<PlacementDraft> s_placement = new RecordShape<PlacementDraft>(
        "a service in an environment",
        [s_serviceNamespace, OfEnvironment(s_strategy), OfEnvironment(s_gate), OfEnvironment(s_router), OfEnvironment(s_warm), OfEnvironment(s_load)],
        values => new PlacementDraft(values.Get(s_serviceNamespace), Choices(values)));

    private static readonly Field<Located<ClusterDefinition>> s_cluster = Field.Required("cluster", "Where it runs", new LocatedShape<ClusterDefinition>(ClusterSchema.Cluster));
    private static readonly Field<Located<string>> s_namespace = Field.Required("namespace", "Kubernetes namespace, also of Sluice's own records", new LocatedShape<string>(CommonShapes.DnsLabel));
    private static readonly Field<Located<string>> s_overlay = Field.Required("overlay", "Folder with the kustomization that renders it", new LocatedShape<string>(CommonShapes.Path));
    private static readonly Field<TimeSpan> s_readyDeadline = Field.Optional(
        "readyDeadline", "How long its workloads may take to become ready", CommonShapes.Seconds(1, TimeSpan.FromHours(24)), EnvironmentDefaults.ReadyDeadline);

    private static readonly Field<int> s_history = Field.Optional(
        "history", "How many successful releases are kept to go back to", new IntegerShape(1, EnvironmentDefaults.LongestHistory), EnvironmentDefaults.History);

    private static readonly Field<IReadOnlyList<Named<PlacementDraft>>> s_services = Field.Optional<IReadOnlyList<Named<PlacementDraft>>>(
        "services", "What is different for single services", new MapShape<PlacementDraft>("service", s_placement, KeyRule.DnsLabel), []);

    private static readonly Field<MetricsSource?> s_metrics = Field.Maybe("metrics", "Where gates take their numbers from", MetricsSchema.Source, "scrape");
    private static readonly Field<RegressionAction> s_onRegression = Field.Optional(
        "onRegression",
        "What happens when a gate finds the candidate worse",
        new ChoiceShape<RegressionAction>(("rollback", RegressionAction.Rollback), ("hold", RegressionAction.Hold)),
        EnvironmentDefaults.OnRegression);

    private static readonly Field<InconclusiveAction?> s_onInconclusive = Field.MaybeValue(
        "onInconclusive",
        "What happens when a gate cannot decide",
        new ChoiceShape<InconclusiveAction>(("pause", InconclusiveAction.Pause), ("rollback", InconclusiveAction.Rollback)),
        "pause on a terminal, rollback elsewhere");

    private static readonly Field<bool?> s_holds = Field.MaybeValue(
        "holds", "Whether a release that was rolled back is refused until somebody lifts the hold", CommonShapes.Flag, "false where a branch triggers, else true");

    private static readonly Field<IReadOnlyList<Located<TriggerDefinition>>> s_triggers = Field.Optional<IReadOnlyList<Located<TriggerDefinition>>>(
        "triggers", "What deploys here by itself", new ListShape<Located<TriggerDefinition>>(new LocatedShape<TriggerDefinition>(TriggerSchema.Trigger)), []);

    private static readonly Field<ApprovalDefinition?> s_approvals = Field.Maybe("approvals", "Who must agree before a release goes live", ApprovalSchema.Approvals, "nobody");
    private static readonly Field<IReadOnlyList<ChangeWindow>> s_windows = Field.Optional<IReadOnlyList<ChangeWindow>>(
        "changeWindows", "When releases may go live; a rollback may always", new ListShape<ChangeWindow>(ChangeWindowSchema.Window, least: 1), []);

    private static readonly Field<bool> s_freezable = Field.Optional("freezable", "Whether Freeze may stop deploys here", CommonShapes.Flag, EnvironmentDefaults.Freezable);
    private static readonly Field<Located<string>?> s_policy = Field.Maybe("policy", "What images and manifests must fulfil", new LocatedShape<string>(PolicySchema.Name), "default");

    public static Shape<EnvironmentDraft> Environment { get; } = new RecordShape<EnvironmentDraft>(
        "an environment",
        [
            s_cluster, s_namespace, s_overlay, s_strategy, s_readyDeadline, s_history, s_gate, s_router, s_warm, s_services, s_metrics, s_onRegression, s_onInconclusive,
            s_holds, s_triggers, s_approvals, s_windows, s_freezable, s_policy, s_load,
        ],
        Build);

    // The same key for a single service: what it does not say, the environment says.
    private static Field<T> OfEnvironment<T>(Field<T> field) => field.Else("the environment's");

    private static ServiceChoices Choices(FieldValues values) => new(values.Get(s_strategy), values.Get(s_gate), values.Get(s_router), values.Get(s_warm), values.Get(s_load));

    private static EnvironmentDraft Build(FieldValues values)
    {
        var triggers = values.Get(s_triggers) ?? [];
        return new EnvironmentDraft(
            values.Get(s_cluster), values.Get(s_namespace), values.Get(s_overlay), Choices(values), values.Get(s_services) ?? [], triggers, values.Get(s_policy), values.Get(s_metrics))
        {
            Rest = new EnvironmentDefinition("", new ClusterDefinition(null), "", "")
            {
                ReadyDeadline = values.Get(s_readyDeadline),
                History = values.Get(s_history),
                OnRegression = values.Get(s_onRegression),
                OnInconclusive = values.Get(s_onInconclusive),
                // A branch deploys at every push; what was rolled back there is mended by the next one.
                Holds = values.Get(s_holds) ?? !triggers.Any(trigger => trigger.Value.Kind == RefKind.Branch),
                Triggers = [.. triggers.Select(trigger => trigger.Value)],
                Approvals = values.Get(s_approvals),
                ChangeWindows = values.Get(s_windows) ?? [],
                IsFreezable = values.Get(s_freezable),
            },
        };
    }
}
