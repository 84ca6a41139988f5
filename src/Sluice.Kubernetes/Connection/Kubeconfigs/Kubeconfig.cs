namespace Sluice.Kubernetes.Connection.Kubeconfigs;

/// <summary>What one kubeconfig file says, or several together.</summary>
internal sealed record Kubeconfig
{
    public string? CurrentContext { get; init; }

    public IReadOnlyList<KubeconfigContext> Contexts { get; init; } = [];

    public IReadOnlyList<KubeconfigCluster> Clusters { get; init; } = [];

    public IReadOnlyList<KubeconfigUser> Users { get; init; } = [];

    /// <summary>By kubectl's rule: the first to name something wins.</summary>
    public Kubeconfig With(Kubeconfig later) => new()
    {
        CurrentContext = string.IsNullOrEmpty(CurrentContext) ? later.CurrentContext : CurrentContext,
        Contexts = [.. Contexts, .. later.Contexts.ExceptBy(Contexts.Select(c => c.Name), c => c.Name)],
        Clusters = [.. Clusters, .. later.Clusters.ExceptBy(Clusters.Select(c => c.Name), c => c.Name)],
        Users = [.. Users, .. later.Users.ExceptBy(Users.Select(u => u.Name), u => u.Name)],
    };
}

/// <summary>Where an entry begins.</summary>
internal sealed record KubeconfigPlace(string File, int Line)
{
    /// <summary>Relative paths start from the file that holds them.</summary>
    public string Absolute(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File)) ?? "", path);

    public override string ToString() => $"{File}:{Line}";
}

/// <summary>A named choice of cluster, user and namespace.</summary>
internal sealed record KubeconfigContext(string Name, KubeconfigPlace Place)
{
    public string? Cluster { get; init; }

    public string? User { get; init; }

    public string? Namespace { get; init; }
}

/// <summary>Where an API server is and how to know it.</summary>
internal sealed record KubeconfigCluster(string Name, KubeconfigPlace Place)
{
    public string? Server { get; init; }

    public string? TlsServerName { get; init; }

    public string? ProxyUrl { get; init; }

    public string? CertificateAuthority { get; init; }

    public string? CertificateAuthorityData { get; init; }

    public bool SkipTlsVerify { get; init; }

    public bool DisableCompression { get; init; }
}

/// <summary>What proves a user's identity. Not a record: one prints all it holds.</summary>
internal sealed class KubeconfigUser(string name, KubeconfigPlace place)
{
    public string Name => name;

    public KubeconfigPlace Place => place;

    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public string? ClientCertificate { get; init; }

    public string? ClientCertificateData { get; init; }

    public string? ClientKey { get; init; }

    public string? ClientKeyData { get; init; }

    public KubeconfigExec? Exec { get; init; }

    /// <summary>The name of a provider built into older clients.</summary>
    public string? AuthProvider { get; init; }

    public string? As { get; init; }

    public IReadOnlyList<string> AsGroups { get; init; } = [];

    /// <summary>What of impersonation is asked for beyond user and groups.</summary>
    public IReadOnlyList<string> OtherImpersonation { get; init; } = [];
}

/// <summary>A credential plugin: a program that prints an ExecCredential. Not a record, as its environment may hold secrets.</summary>
internal sealed class KubeconfigExec
{
    public string? ApiVersion { get; init; }

    public string? Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public string? InstallHint { get; init; }

    /// <summary><c>Never</c>, <c>IfAvailable</c> or <c>Always</c>.</summary>
    public string? InteractiveMode { get; init; }

    public bool ProvideClusterInfo { get; init; }
}
