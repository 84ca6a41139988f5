namespace Sluice.Images;

/// <summary>What became of one service's build: <see cref="Built"/>, <see cref="FromCache"/>, <see cref="CompileFailed"/> or <see cref="Failed"/>.</summary>
/// <param name="Service">Name of the service.</param>
public abstract record BuildOutcome(string Service)
{
    /// <summary>The image, or none when there is none.</summary>
    public virtual ServiceImage? Result => null;

    /// <summary>The image was made now.</summary>
    public sealed record Built(ServiceImage Image) : BuildOutcome(Image.Service)
    {
        public override ServiceImage Result => Image;
    }

    /// <summary>The inputs are those of an image in the cache; nothing was built.</summary>
    public sealed record FromCache(ServiceImage Image) : BuildOutcome(Image.Service)
    {
        public override ServiceImage Result => Image;
    }

    /// <summary>The project does not compile.</summary>
    /// <param name="Service">Name of the service.</param>
    /// <param name="Errors">Every error, in the compiler's order; never empty.</param>
    public sealed record CompileFailed(string Service, IReadOnlyList<BuildError> Errors) : BuildOutcome(Service);

    /// <summary>The image could not be made for a reason that is not in the source code.</summary>
    /// <param name="Service">Name of the service.</param>
    /// <param name="Reason">What is wrong and where, in whole sentences.</param>
    /// <param name="Hint">What to do next.</param>
    public sealed record Failed(string Service, string Reason, string Hint) : BuildOutcome(Service)
    {
        /// <summary>Whether a file of the user is to blame, rather than this machine, its network or its tools.</summary>
        public bool IsInput { get; init; }
    }
}
