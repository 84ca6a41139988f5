namespace Sluice.Manifests.Releases;

/// <summary>Labels that Sluice puts on pod templates.</summary>
public static class SluiceLabels
{
    /// <summary>Everything that starts so is ours and no part of a revision.</summary>
    public const string Prefix = "sluice.dev/";

    public const string Service = Prefix + "service";

    public const string Revision = Prefix + "revision";
}
