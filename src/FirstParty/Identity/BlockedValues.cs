using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>Patterns of values that stand for nobody and would glue strangers together.</summary>
public static class BlockedValues
{
    /// <summary>
    /// Placeholders that programs send in place of an id: <c>null</c>, <c>undefined</c>, <c>anonymous</c>, <c>guest</c>, <c>-1</c>, zeros,
    /// <c>[object Object]</c>, an all-zero or all-f UUID, an unfilled template such as <c>{{user.id}}</c>.
    /// </summary>
    public static ImmutableArray<string> Placeholders { get; } =
    [
        "-?[0-]*",
        "-1",
        "[\"'<(]?(null|nil|none|nan|undefined|unknown|anonymous|anon|guest|n/?a|not[ _-]?(authenticated|available|set)|distinct_?id|"
            + "user_?id|anonymous_?id|id|email|phone|true|false|test|void|empty|default|visitor)[\"'>)]?",
        "\\[object object\\]",
        "f{8}-?(f{4}-?){3}f{12}",
        "\\{\\{?.*\\}?\\}",
        "\\$\\{.*\\}",
        "%%?[a-z_.]+%%?",
    ];

    /// <summary>The placeholders, and addresses that nobody reads: <c>test@test.com</c>, <c>noreply@…</c>, the reserved domains of RFC 2606.</summary>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc2606">RFC 2606</seealso>
    public static ImmutableArray<string> Emails { get; } =
    [
        .. Placeholders,
        "(test|tester|testing|none|null|na|asdf|qwerty|foo|guest|anonymous|unknown)@"
            + "(test|tester|testing|none|null|na|asdf|qwerty|foo|guest|anonymous|unknown)(\\.[a-z]{2,3})?",
        "(a@a|aa@aa|x@x|abc@abc|email@email|user@user|mail@mail)\\.[a-z]{2,3}",
        "(no-?reply|do-?not-?reply|mailer-daemon|postmaster)@.*",
        ".*@(.*\\.)?(invalid|localhost)",
    ];

    /// <summary>Numbers of one repeated digit, and the counting sequence.</summary>
    public static ImmutableArray<string> Phones { get; } =
    [
        "\\+?(0+|1+|2+|3+|4+|5+|6+|7+|8+|9+)",
        "\\+?[0-9]{0,3}(1234567890?|0123456789)",
        "\\+[0-9]{1,3}(0{7,}|1{7,}|2{7,}|3{7,}|4{7,}|5{7,}|6{7,}|7{7,}|8{7,}|9{7,})",
    ];
}
