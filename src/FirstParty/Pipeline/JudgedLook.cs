namespace FirstParty.Pipeline;

/// <summary>What a look beside the writer has found, which holds as long as nothing that it rests on has changed.</summary>
/// <param name="Batch">What is to be written.</param>
/// <param name="Rests">What it rests on in the store.</param>
/// <param name="Edition">The rules it was judged by.</param>
/// <param name="Clearings">How often the writer had forgotten everybody when it began.</param>
internal sealed record JudgedLook(Batch Batch, LookStamp Rests, object Edition, long Clearings);
