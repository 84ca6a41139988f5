using Sluice.Model.Input;

namespace Sluice.Model.Files;

/// <summary>Outcome of reading <c>sluice.yaml</c>: the pipeline, or everything that is wrong, in the order of the file.</summary>
public sealed record PipelineLoad
{
    internal PipelineLoad(string file, PipelineDraft? draft, IReadOnlyList<InputError> errors)
    {
        File = file;
        Draft = draft;
        Errors = [.. errors.OrderBy(error => error.Line).ThenBy(error => error.Column)];
        Pipeline = draft is not null && errors.Count == 0 ? draft.Build() : null;
    }

    /// <summary>The file's name as messages give it.</summary>
    public string File { get; }

    /// <summary>The pipeline; <see langword="null"/> exactly if there are errors.</summary>
    public Pipeline? Pipeline { get; }

    public IReadOnlyList<InputError> Errors { get; }

    internal PipelineDraft? Draft { get; }
}
