namespace k8s.KubeConfigModels;

/// <summary>A credential plugin: a program that prints an ExecCredential.</summary>
public class ExternalExecution
{
    public string ApiVersion { get; set; }

    public string Command { get; set; }

    /// <summary>Each entry has the keys <c>name</c> and <c>value</c>.</summary>
    public IList<Dictionary<string, string>> EnvironmentVariables { get; set; }

    public IList<string> Arguments { get; set; }

    public string InstallHint { get; set; }

    public bool ProvideClusterInfo { get; set; }
}
