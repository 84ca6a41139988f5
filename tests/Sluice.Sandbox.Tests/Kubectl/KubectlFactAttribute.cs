namespace Sluice.Sandbox.Tests.Kubectl;

/// <summary>A test with the real kubectl; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "kubectl"))))
        {
            Skip = "kubectl is not on the PATH";
        }
    }
}
