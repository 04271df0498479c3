using System.Text.Json;
using System.Text.Json.Serialization;

namespace FirstParty.Events;

/// <summary>Writes attributes as the JSON object they are, wherever a host hands them to <see cref="JsonSerializer"/>.</summary>
internal sealed class AttributesJsonConverter : JsonConverter<Attributes>
{
    public override Attributes? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartObject
            ? AttributeJson.Read(ref reader).AsObject()
            : throw new JsonException("Attributes are a JSON object.");

    public override void Write(Utf8JsonWriter writer, Attributes value, JsonSerializerOptions options) =>
        AttributeJson.Write(writer, value);
}
