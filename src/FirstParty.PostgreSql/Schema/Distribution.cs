namespace FirstParty.PostgreSql.Schema;

/// <summary>
/// By which column each table is spread over a cluster: the one that all its keys contain, that its rows are found by, and that no row ever changes.
/// </summary>
/// <remarks>
/// The changes of segments and traits stay on the coordinator: its commit comes before those of the other nodes, so a cursor over rows that lie there could pass
/// some that are not to be seen yet. So does the life of the server, which is the coordinator's: where commits do not wait for the disk, nodes do not learn that
/// another server of the cluster has recovered from a crash.
/// </remarks>
internal static class Distribution
{
    public static readonly IReadOnlyList<(string Table, string Column)> Columns =
    [
        ("event_keys", "message_key"),
        ("events", "anchor"),
        ("erased_facts", "mark"),
        ("unresolved_facts", "message_key"),
        ("quarantine", "message_key"),
        ("quarantine_people", "person"),
        ("profiles", "id"),
        ("identity_nodes", "id"),
        ("identity_edition", "id"),
        ("identity_links", "a"),
        ("identity_acts", "message_key"),
        ("identity_act_names", "natural_id"),
        ("identity_act_facts", "target_key"),
        ("identity_history", "subject"),
        ("consent_head", "id"),
        ("consent_entries", "sequence"),
        ("consent_subjects", "subject"),
        ("consent_secrets", "subject"),
        ("memberships", "profile"),
        ("flips", "profile"),
        ("awaited_looks", "profile"),
        ("consumer_cursors", "name"),
        ("segment_revisions", "segment"),
    ];

    public const string ExtensionSql = "SELECT count(*) FROM pg_extension WHERE extname = 'citus'";
    public const string IsDistributedSql = "SELECT count(*) FROM pg_dist_partition WHERE logicalrel = $1::regclass";
    public const string DistributeSql = "SELECT create_distributed_table($1::regclass, $2)";
}
