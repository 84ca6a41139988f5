using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

/// <summary>Plans for tests.</summary>
internal static class Plans
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static readonly EvidenceGate Gate = new("errors") { Dwell = TimeSpan.FromSeconds(30), Deadline = TimeSpan.FromMinutes(10) };

    public static ServicePlan Canary(string name = "backend", int level = 0, TrafficRouter router = TrafficRouter.GatewayApi, GateDefinition? gate = null, params RolloutStep[] steps) =>
        PlanBuilder.Of(Placement(name, new CanaryStrategy("canary", steps.Length > 0 ? steps : [new WeightStep(10), new WeightStep(50)]), router, gate), level, 4);

    public static ServicePlan BlueGreen(string name = "frontend", int level = 0, StackSize? preview = null, GateDefinition? gate = null, params RolloutStep[] checks) =>
        PlanBuilder.Of(Placement(name, new BlueGreenStrategy("blueGreen", preview ?? StackSize.Full, checks, TimeSpan.FromMinutes(5)), TrafficRouter.Service, gate), level, 4);

    public static ServicePlan Rolling(string name = "ml", int level = 0, GateDefinition? gate = null) =>
        PlanBuilder.Of(Placement(name, new RollingStrategy("rolling"), TrafficRouter.Service, gate), level, 4);

    public static RolloutPlan Of(params ServicePlan[] services) => new(services, RegressionAction.Rollback, InconclusiveAction.Rollback, TimeSpan.FromMinutes(2));

    public static ServicePlacement Placement(string name, StrategyDefinition strategy, TrafficRouter router, GateDefinition? gate) =>
        new(name, "p25-prod", strategy, gate ?? Gate, router, WarmStack.None);
}
