using Sluice.Model.Input;

namespace Sluice.Model.Files;

/// <summary>An environment that cannot be used here, because variables that it names are not set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Errors">One for each variable and place.</param>
public sealed record UnavailableEnvironment(string Name, IReadOnlyList<InputError> Errors);

/// <summary>Outcome of reading <c>sluice.yaml</c>: the pipeline, or everything that is wrong, in the order of the file.</summary>
public sealed record PipelineLoad
{
    private const string RegistryPath = "registry";
    private readonly IReadOnlyList<InputError> _errors;
    private readonly IReadOnlyList<UnsetVariable> _unset;

    internal PipelineLoad(string file, PipelineDraft? draft, IReadOnlyList<InputError> errors, IReadOnlyList<UnsetVariable> unset)
    {
        File = file;
        Draft = draft;
        _errors = errors;
        _unset = unset;

        // Whoever deploys to stage need not have what only prod needs. Where nothing would be left, it is a mistake after all.
        var byEnvironment = unset.GroupBy(variable => EnvironmentOf(variable.Path)).ToList();
        var isAnyLeft = draft is not null && draft.Environments.Any(environment => byEnvironment.All(group => group.Key != environment.Name));
        Unavailable = isAnyLeft
            ? [.. byEnvironment.Where(group => group.Key is not null).Select(group => new UnavailableEnvironment(group.Key!, [.. group.Select(variable => variable.Error)]))]
            : [];
        var own = unset.Where(variable => EnvironmentOf(variable.Path) is null ? !IsRegistry(variable.Path) : !isAnyLeft);
        Errors = [.. errors.Concat(own.Select(variable => variable.Error)).OrderBy(error => error.Line).ThenBy(error => error.Column)];
        Pipeline = draft is not null && Errors.Count == 0
            ? draft.Build(
                name => Unavailable.All(environment => environment.Name != name),
                [.. unset.Where(variable => IsRegistry(variable.Path)).Select(variable => variable.Error)])
            : null;
    }

    /// <summary>The file's name as messages give it.</summary>
    public string File { get; }

    /// <summary>The pipeline; <see langword="null"/> exactly if there are errors.</summary>
    public Pipeline? Pipeline { get; }

    public IReadOnlyList<InputError> Errors { get; }

    /// <summary>Environments that the pipeline leaves out because variables are not set. They are no errors of the file.</summary>
    public IReadOnlyList<UnavailableEnvironment> Unavailable { get; }

    internal PipelineDraft? Draft { get; }

    internal static PipelineLoad Refused(string file, string problem, string allowed, int line = 1) =>
        new(file, null, [new InputError(file, line, 1, "", problem, allowed)], []);

    /// <summary>The same with further errors.</summary>
    internal PipelineLoad With(IReadOnlyList<InputError> errors) => new(File, Draft, [.. _errors, .. errors], _unset);

    // environments.prod.cluster.context → prod
    private static string? EnvironmentOf(string path) => path.Split('.') is ["environments", var name, ..] ? name : null;

    private static bool IsRegistry(string path) => path == RegistryPath || path.StartsWith(RegistryPath + ".", StringComparison.Ordinal);
}
