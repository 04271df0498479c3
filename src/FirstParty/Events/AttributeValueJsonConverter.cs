using System.Text.Json;
using System.Text.Json.Serialization;

namespace FirstParty.Events;

/// <summary>Writes a value as the JSON it is, wherever a host hands it to <see cref="JsonSerializer"/>.</summary>
internal sealed class AttributeValueJsonConverter : JsonConverter<AttributeValue>
{
    public override bool HandleNull => true;

    public override AttributeValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => AttributeJson.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, AttributeValue value, JsonSerializerOptions options) =>
        AttributeJson.Write(writer, value ?? AttributeValue.Null);
}
