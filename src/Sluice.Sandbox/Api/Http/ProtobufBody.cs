using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Api.Http;

/// <summary>
/// Reads the protobuf form in which <c>kubectl create</c> sends the kinds it can make from flags. The field numbers are
/// those of Kubernetes' published .proto files; only these kinds are known, everything else is asked for as JSON.
/// </summary>
internal static class ProtobufBody
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <returns>The object; <see langword="null"/> when it is of a kind we do not read in this form.</returns>
    /// <exception cref="StatusException">The bytes are not what they claim to be (400).</exception>
    public static JsonObject? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (!bytes.StartsWith(Magic))
            {
                return null;
            }

            var unknown = Message(bytes[Magic.Length..], ProtobufMessages.Envelope);
            string kind = unknown["typeMeta"]?["kind"]?.GetValue<string>() ?? "";
            if (!ProtobufMessages.Kinds.TryGetValue(kind, out var fields))
            {
                return null;
            }

            var value = Message(Convert.FromBase64String(unknown["raw"]?.GetValue<string>() ?? ""), fields);
            value["kind"] = kind;
            value["apiVersion"] = unknown["typeMeta"]!["apiVersion"]?.DeepClone();
            return value;
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException or IndexOutOfRangeException)
        {
            throw StatusException.BadRequest("the request's body is not valid protobuf; send JSON");
        }
    }

    private static JsonObject Message(ReadOnlySpan<byte> bytes, IReadOnlyDictionary<int, ProtobufField> fields)
    {
        var message = new JsonObject();
        while (bytes.Length > 0)
        {
            ulong tag = Varint(ref bytes);
            var field = fields.GetValueOrDefault((int)(tag >> 3));
            switch (tag & 7)
            {
                case 0:
                    Number(message, field, Varint(ref bytes));
                    break;
                case 1:
                    bytes = bytes[8..];
                    break;
                case 5:
                    bytes = bytes[4..];
                    break;
                case 2:
                    int length = checked((int)Varint(ref bytes));
                    Bytes(message, field, bytes[..length]);
                    bytes = bytes[length..];
                    break;
                default:
                    throw new FormatException();
            }
        }

        return message;
    }

    private static void Number(JsonObject message, ProtobufField? field, ulong number)
    {
        if (field is not null)
        {
            message[field.Name] = field.Form == ProtobufForm.Flag ? JsonValue.Create(number != 0) : JsonValue.Create(unchecked((long)number));
        }
    }

    private static void Bytes(JsonObject message, ProtobufField? field, ReadOnlySpan<byte> bytes)
    {
        switch (field?.Form)
        {
            case ProtobufForm.Text when bytes.Length > 0:
                message[field.Name] = Encoding.UTF8.GetString(bytes);
                break;
            case ProtobufForm.Base64:
                message[field.Name] = Convert.ToBase64String(bytes);
                break;
            case ProtobufForm.Texts:
                List(message, field).Add(Encoding.UTF8.GetString(bytes));
                break;
            case ProtobufForm.Message:
                message[field.Name] = Message(bytes, field.Fields!);
                break;
            case ProtobufForm.Messages:
                List(message, field).Add(Message(bytes, field.Fields!));
                break;
            case ProtobufForm.TextMap or ProtobufForm.BytesMap:
                var entry = Message(bytes, field.Form == ProtobufForm.TextMap ? ProtobufMessages.TextEntry : ProtobufMessages.BytesEntry);
                if (message[field.Name] is not JsonObject map)
                {
                    message[field.Name] = map = [];
                }

                map[entry["key"]?.GetValue<string>() ?? ""] = entry["value"]?.DeepClone() ?? "";
                break;
        }
    }

    private static JsonArray List(JsonObject message, ProtobufField field)
    {
        if (message[field.Name] is not JsonArray list)
        {
            message[field.Name] = list = [];
        }

        return list;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            byte part = bytes[i];
            value |= (ulong)(part & 0x7f) << (7 * i);
            if (part < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw new FormatException();
    }
}
