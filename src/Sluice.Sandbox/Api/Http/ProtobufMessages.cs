namespace Sluice.Sandbox.Api.Http;

internal enum ProtobufForm
{
    Text,
    Texts,
    Number,
    Flag,
    Base64,
    Message,
    Messages,
    TextMap,
    BytesMap,
}

/// <summary>One numbered field of a message.</summary>
internal sealed record ProtobufField(string Name, ProtobufForm Form, IReadOnlyDictionary<int, ProtobufField>? Fields = null);

/// <summary>The messages that <see cref="ProtobufBody"/> reads.</summary>
internal static class ProtobufMessages
{
    public static readonly IReadOnlyDictionary<int, ProtobufField> TextEntry = new Dictionary<int, ProtobufField> { [1] = Text("key"), [2] = Text("value") };

    public static readonly IReadOnlyDictionary<int, ProtobufField> BytesEntry = new Dictionary<int, ProtobufField> { [1] = Text("key"), [2] = new("value", ProtobufForm.Base64) };

    public static readonly IReadOnlyDictionary<int, ProtobufField> Envelope = new Dictionary<int, ProtobufField>
    {
        [1] = new("typeMeta", ProtobufForm.Message, new Dictionary<int, ProtobufField> { [1] = Text("apiVersion"), [2] = Text("kind") }),
        [2] = new("raw", ProtobufForm.Base64),
    };

    private static readonly ProtobufField Metadata = new("metadata", ProtobufForm.Message, new Dictionary<int, ProtobufField>
    {
        [1] = Text("name"),
        [2] = Text("generateName"),
        [3] = Text("namespace"),
        [5] = Text("uid"),
        [6] = Text("resourceVersion"),
        [11] = new("labels", ProtobufForm.TextMap),
        [12] = new("annotations", ProtobufForm.TextMap),
        [14] = new("finalizers", ProtobufForm.Texts),
    });

    private static readonly Dictionary<int, ProtobufField> Container = new()
    {
        [1] = Text("name"),
        [2] = Text("image"),
        [3] = new("command", ProtobufForm.Texts),
        [4] = new("args", ProtobufForm.Texts),
        [6] = new("ports", ProtobufForm.Messages, new Dictionary<int, ProtobufField> { [1] = Text("name"), [3] = new("containerPort", ProtobufForm.Number), [4] = Text("protocol") }),
    };

    private static readonly ProtobufField Template = new("template", ProtobufForm.Message, new Dictionary<int, ProtobufField>
    {
        [1] = Metadata,
        [2] = new("spec", ProtobufForm.Message, new Dictionary<int, ProtobufField> { [2] = new("containers", ProtobufForm.Messages, Container), [3] = Text("restartPolicy") }),
    });

    private static readonly ProtobufField AccessSpec = new("spec", ProtobufForm.Message, new Dictionary<int, ProtobufField>
    {
        [1] = new("resourceAttributes", ProtobufForm.Message, new Dictionary<int, ProtobufField>
        {
            [1] = Text("namespace"),
            [2] = Text("verb"),
            [3] = Text("group"),
            [4] = Text("version"),
            [5] = Text("resource"),
            [6] = Text("subresource"),
            [7] = Text("name"),
        }),
        [2] = new("nonResourceAttributes", ProtobufForm.Message, new Dictionary<int, ProtobufField> { [1] = Text("path"), [2] = Text("verb") }),
    });

    /// <summary>By kind.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<int, ProtobufField>> Kinds = new Dictionary<string, IReadOnlyDictionary<int, ProtobufField>>
    {
        ["Namespace"] = new Dictionary<int, ProtobufField> { [1] = Metadata },
        ["ServiceAccount"] = new Dictionary<int, ProtobufField> { [1] = Metadata },
        ["ConfigMap"] = new Dictionary<int, ProtobufField> { [1] = Metadata, [2] = new("data", ProtobufForm.TextMap), [3] = new("binaryData", ProtobufForm.BytesMap), [4] = new("immutable", ProtobufForm.Flag) },
        ["Secret"] = new Dictionary<int, ProtobufField> { [1] = Metadata, [2] = new("data", ProtobufForm.BytesMap), [3] = Text("type"), [4] = new("stringData", ProtobufForm.TextMap), [5] = new("immutable", ProtobufForm.Flag) },
        ["Deployment"] = new Dictionary<int, ProtobufField>
        {
            [1] = Metadata,
            [2] = new("spec", ProtobufForm.Message, new Dictionary<int, ProtobufField>
            {
                [1] = new("replicas", ProtobufForm.Number),
                [2] = new("selector", ProtobufForm.Message, new Dictionary<int, ProtobufField> { [1] = new("matchLabels", ProtobufForm.TextMap) }),
                [3] = Template,
            }),
        },
        ["Job"] = new Dictionary<int, ProtobufField>
        {
            [1] = Metadata,
            [2] = new("spec", ProtobufForm.Message, new Dictionary<int, ProtobufField>
            {
                [1] = new("parallelism", ProtobufForm.Number),
                [2] = new("completions", ProtobufForm.Number),
                [3] = new("activeDeadlineSeconds", ProtobufForm.Number),
                [6] = Template,
                [7] = new("backoffLimit", ProtobufForm.Number),
            }),
        },
        ["SelfSubjectReview"] = new Dictionary<int, ProtobufField> { [1] = Metadata },
        ["SelfSubjectAccessReview"] = new Dictionary<int, ProtobufField> { [1] = Metadata, [2] = AccessSpec },
        ["SelfSubjectRulesReview"] = new Dictionary<int, ProtobufField> { [1] = Metadata, [2] = new("spec", ProtobufForm.Message, new Dictionary<int, ProtobufField> { [1] = Text("namespace") }) },
        ["DeleteOptions"] = new Dictionary<int, ProtobufField>
        {
            [1] = new("gracePeriodSeconds", ProtobufForm.Number),
            [2] = new("preconditions", ProtobufForm.Message, new Dictionary<int, ProtobufField> { [1] = Text("uid"), [2] = Text("resourceVersion") }),
            [4] = Text("propagationPolicy"),
            [5] = new("dryRun", ProtobufForm.Texts),
        },
    };

    private static ProtobufField Text(string name) => new(name, ProtobufForm.Text);
}
