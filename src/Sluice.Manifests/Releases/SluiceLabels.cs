namespace Sluice.Manifests.Releases;

/// <summary>Labels and annotations by which Sluice and the manifests speak to each other.</summary>
public static class SluiceLabels
{
    /// <summary>Everything that starts so is ours and no part of a revision.</summary>
    public const string Prefix = "sluice.dev/";

    public const string Service = Prefix + "service";

    public const string Revision = Prefix + "revision";

    /// <summary>Annotation of a ConfigMap or Secret: <c>"true"</c> keeps Sluice from putting a hash of the content into its name.</summary>
    public const string FixedName = Prefix + "fixed-name";
}
