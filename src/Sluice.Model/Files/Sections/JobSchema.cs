using Sluice.Model.Files.Shapes;
using Sluice.Model.Services;

namespace Sluice.Model.Files.Sections;

/// <summary>Jobs and hooks.</summary>
internal static class JobSchema
{
    private static readonly Shape<IReadOnlyList<string>> s_words = new ListShape<string>(CommonShapes.Text, isSet: false);

    private static readonly Field<string> s_name = Field.Required("name", "Its name, for messages and for the Job in the cluster", CommonShapes.DnsLabel);
    private static readonly Field<string?> s_image = Field.Maybe("image", "Its image", CommonShapes.Image, "the service's own, of the new release");
    private static readonly Field<IReadOnlyList<string>> s_command = Field.Optional<IReadOnlyList<string>>("command", "Its command", s_words, []);
    private static readonly Field<IReadOnlyList<string>> s_arguments = Field.Optional<IReadOnlyList<string>>("args", "Arguments after the command", s_words, []);
    private static readonly Field<IReadOnlyDictionary<string, string>> s_environment = Field.Optional<IReadOnlyDictionary<string, string>>(
        "env",
        "Environment variables; secrets belong into the manifests",
        new DictionaryShape<string>("variables", "their values", KeyRule.Anything, CommonShapes.Text),
        new Dictionary<string, string>());

    private static readonly Field<TimeSpan> s_deadline = Field.Optional(
        "deadline", "How long it may run, all its tries together", CommonShapes.Seconds(1, TimeSpan.FromHours(24)), ServiceDefaults.JobDeadline);

    private static readonly Field<int> s_retries = Field.Optional("retries", "How often it is started again after it failed", new IntegerShape(0, 10), ServiceDefaults.JobRetries);

    private static readonly Field<HookFailure> s_onFailure = Field.Optional(
        "onFailure",
        "What its failure means: the rollout goes back, or goes on",
        new ChoiceShape<HookFailure>(("stop", HookFailure.Stop), ("continue", HookFailure.Continue)),
        ServiceDefaults.OnHookFailure);

    private static readonly Field<bool> s_irreversible = Field.Optional(
        "irreversible", "Whether the previous release cannot work with what it leaves; a rollback past it warns", CommonShapes.Flag, false);

    private static readonly RecordField[] s_jobFields = [s_name, s_image, s_command, s_arguments, s_environment, s_deadline, s_retries];

    /// <summary>Something that runs once and ends.</summary>
    public static Shape<JobDefinition> Job { get; } = new RecordShape<JobDefinition>("a job", s_jobFields, BuildJob);

    public static Shape<HookDefinition> Hook { get; } = new RecordShape<HookDefinition>(
        "a hook",
        [.. s_jobFields, s_onFailure, s_irreversible],
        values => new HookDefinition(BuildJob(values), values.Get(s_onFailure), values.Get(s_irreversible)));

    private static JobDefinition BuildJob(FieldValues values)
    {
        if (!values.Has(s_image) && !values.Has(s_command) && !values.Has(s_arguments))
        {
            values.Report("would start the service itself", "an image, a command or args of its own");
        }

        return new JobDefinition(values.Get(s_name) ?? "")
        {
            Image = values.Get(s_image),
            Command = values.Get(s_command) ?? [],
            Arguments = values.Get(s_arguments) ?? [],
            Environment = values.Get(s_environment) ?? new Dictionary<string, string>(),
            Deadline = values.Get(s_deadline),
            Retries = values.Get(s_retries),
        };
    }
}
