using System.Text.Json;
using System.Text.Json.Serialization;

namespace FirstParty.Privacy;

/// <summary>The export as <see cref="PersonExport.WriteTo"/> writes it, wherever a host hands it to <see cref="JsonSerializer"/>.</summary>
internal sealed class PersonExportJsonConverter : JsonConverter<PersonExport>
{
    /// <exception cref="NotSupportedException">Always: an export leaves the platform and does not come back.</exception>
    public override PersonExport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("An export is written, not read. Take the data back with the verbs of ingest.");

    public override void Write(Utf8JsonWriter writer, PersonExport value, JsonSerializerOptions options) => PersonExportJson.Write(value, writer);
}
