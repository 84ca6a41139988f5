using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using Sluice.Model.Redaction;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>Passes log events on to a logger without the secrets in their texts, values and exceptions.</summary>
internal sealed class RedactingSink(ILogger inner, Redactor redactor) : ILogEventSink
{
    private static readonly MessageTemplateParser s_parser = new();

    public void Emit(LogEvent logEvent) => inner.Write(new LogEvent(
        logEvent.Timestamp,
        logEvent.Level,
        Clean(logEvent.Exception),
        Clean(logEvent.MessageTemplate),
        logEvent.Properties.Select(property => new LogEventProperty(property.Key, Clean(property.Value)))));

    private MessageTemplate Clean(MessageTemplate template)
    {
        var text = redactor.Clean(template.Text);
        return ReferenceEquals(text, template.Text) ? template : s_parser.Parse(text);
    }

    private LogEventPropertyValue Clean(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: string text } => new ScalarValue(redactor.Clean(text)),
        // What is no text yet will be written as one.
        ScalarValue { Value: IFormattable or Uri or Exception } scalar when scalar.Value.ToString() is { } shown && redactor.Clean(shown) is var cleaned && cleaned != shown => new ScalarValue(cleaned),
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Clean)),
        StructureValue structure => new StructureValue(structure.Properties.Select(property => new LogEventProperty(property.Name, Clean(property.Value))), structure.TypeTag),
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(pair => KeyValuePair.Create((ScalarValue)Clean(pair.Key), Clean(pair.Value)))),
        _ => value,
    };

    private Exception? Clean(Exception? exception) =>
        exception is not null && exception.ToString() is var text && redactor.Clean(text) is var cleaned && cleaned != text
            ? new TextException(cleaned)
            : exception;
}
