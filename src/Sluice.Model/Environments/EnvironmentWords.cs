namespace Sluice.Model.Environments;

/// <summary>What happens when a gate finds the candidate worse.</summary>
public enum RegressionAction
{
    /// <summary>Traffic goes back by itself.</summary>
    Rollback,

    /// <summary>The rollout stops at its weight (at 0 if the gate is certain) and waits for a person.</summary>
    Hold,
}

/// <summary>What happens when a gate cannot decide in time.</summary>
public enum InconclusiveAction
{
    /// <summary>The rollout waits for a person.</summary>
    Pause,

    /// <summary>Traffic goes back.</summary>
    Rollback,
}

/// <summary>What moves traffic between stacks.</summary>
public enum TrafficRouter
{
    /// <summary>The selector of the Service: all or nothing.</summary>
    Service,

    /// <summary>The Service selects both stacks; traffic follows the number of pods.</summary>
    Replicas,

    /// <summary>Weights of an HTTPRoute.</summary>
    GatewayApi,

    /// <summary>A canary Ingress of ingress-nginx.</summary>
    IngressNginx,
}
