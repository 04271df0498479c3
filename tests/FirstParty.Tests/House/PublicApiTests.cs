using System.Reflection;
using System.Text;

namespace FirstParty.Tests.House;

/// <summary>The public API of every package beside these tests as an approved file: a change to it is seen, and meant.</summary>
public sealed class PublicApiTests
{
    private static IEnumerable<string> Assemblies => Directory
        .EnumerateFiles(AppContext.BaseDirectory, "FirstParty*.dll")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal) && !name.EndsWith(".Conformance", StringComparison.Ordinal));

    [TestCaseSource(nameof(Assemblies))]
    public void PublicApi_IsApproved(string assembly) =>
        Print(Assembly.Load(assembly)).ShouldMatchApproved(options => options
            .SubFolder("Approved").WithFilenameGenerator((_, _, type, extension) => $"{assembly}.{type}.{extension}").NoDiff());

    private static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
            foreach (var member in Members(type).OrderBy(member => member, StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        var compilerMade = type.GetMethod("<Clone>$") is not null
            ? (string[])["Equals", "GetHashCode", "ToString", "PrintMembers", "op_Equality", "op_Inequality", "Deconstruct", "<Clone>$", "get_EqualityContract"]
            : [];
        var constructors = type.GetConstructors(Own).Where(IsVisible).Select(made => $"{type.Name}({Parameters(made)})");
        var properties = type.GetProperties(Own)
            .Where(property => property.GetMethod is { } get && IsVisible(get) && !compilerMade.Contains(get.Name))
            .Select(property => $"{Name(property.PropertyType)} {property.Name} {{ get;{(property.SetMethod is { } set && IsVisible(set) ? " set;" : "")} }}");
        var methods = type.GetMethods(Own)
            .Where(method => IsVisible(method) && !compilerMade.Contains(method.Name) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
            .Select(method => $"{(method.IsStatic ? "static " : method.IsAbstract ? "abstract " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})");
        var fields = type.GetFields(Own).Where(field => field.IsPublic).Select(field => $"{(field.IsLiteral ? "const " : "")}{Name(field.FieldType)} {field.Name}");
        return constructors.Concat(properties).Concat(methods).Concat(fields);
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = …" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsByRef)
        {
            return $"ref {Name(type.GetElementType()!)}";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        var name = type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Namespace?.StartsWith("FirstParty", StringComparison.Ordinal) == true ? type.FullName ?? type.Name : type.Name;
        var plain = name.Split('`')[0];
        return type.IsGenericType ? $"{plain}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : plain;
    }
}
