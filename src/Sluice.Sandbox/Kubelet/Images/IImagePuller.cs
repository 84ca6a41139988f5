namespace Sluice.Sandbox.Kubelet.Images;

/// <summary>How an image is started, and where its files are.</summary>
/// <param name="ImageId">The reference by digest.</param>
/// <param name="RootFs">The folder its layers are unpacked in.</param>
internal sealed record LocalImage(string ImageId, string RootFs)
{
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Variables { get; init; } = [];

    public string WorkingDirectory { get; init; } = "/";

    public string? User { get; init; }
}

/// <summary>The image, or why there is none.</summary>
/// <param name="Image">Ready to be started.</param>
/// <param name="Message">What was done, or the problem, for an event.</param>
internal sealed record PullOutcome(LocalImage? Image, string Message);

internal interface IImagePuller
{
    Task<PullOutcome> PullAsync(string image, CancellationToken cancellationToken);
}
