using FirstParty.Consent;
using FirstParty.Consent.Notices;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Pipeline;

namespace FirstParty;

/// <content>What the law asks beside yes and no: texts, ages, guardians, restrictions, disclosures, notices.</content>
public sealed partial class PlatformConsent
{
    /// <summary>
    /// Publishes a policy or notice text. From the instant it comes into force a new major version makes older grants of the purpose stale: they no longer
    /// permit, and the person may be asked again. A new minor version changes no decision. Another process over the same store goes by it within a minute.
    /// </summary>
    /// <param name="textId">The text's id, such as <c>privacy</c>; translations share it.</param>
    /// <param name="version">Its version. A version that was published stays as it is: the same words again change nothing.</param>
    /// <param name="text">The words, kept so that proofs can show them.</param>
    /// <param name="purpose">The purpose that it concerns; null concerns all.</param>
    /// <param name="locale">Its BCP 47 language; null when there is one only.</param>
    /// <param name="effectiveFrom">When it comes into force; null or past means now. UTC.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <exception cref="ArgumentException">
    /// The purpose is not registered, the text is too long or not well-formed, or this version was published with other words.
    /// </exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was published.</exception>
    /// <example><code>
    /// await cdp.Consent.PublishAsync("tea-letter", new PolicyVersion(2, 0), text, "marketing.email", effectiveFrom: firstOfMay);
    /// </code></example>
    public async ValueTask<ConsentRecord> PublishAsync(
        string textId,
        PolicyVersion version,
        string text,
        string? purpose = null,
        string? locale = null,
        DateTimeOffset? effectiveFrom = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(textId);
        var hash = PolicyText.Hash(text);
        var published = await PoliciesAsync(cancellationToken).ConfigureAwait(false);
        var before = published.Publications.FirstOrDefault(record =>
            record.Evidence.PolicyTextId == textId && record.Evidence.PolicyVersion == version && record.Evidence.Locale == locale && record.Purpose == (purpose ?? ""));
        if (before is not null)
        {
            return before.Evidence.TextHash == hash
                ? before
                : throw new ArgumentException($"Version {version} of '{textId}' was published with other words. Give these a version of their own.", nameof(version));
        }

        var evidence = new ConsentEvidence { Text = text, PolicyTextId = textId, PolicyVersion = version, Locale = locale, TextHash = hash };
        var draft = _platform.Parts.Ledger.Draft(ConsentAct.PolicyPublished, ConsentRecord.Controller, purpose ?? "", evidence);
        return await RecordAsync(draft with { Origin = ConsentOrigin.Operator, EffectiveFrom = effectiveFrom }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The texts that were published, in the order in which they come into force.</summary>
    public async ValueTask<PolicyHistory> PoliciesAsync(CancellationToken cancellationToken = default)
    {
        await _platform.FollowPoliciesAsync(cancellationToken).ConfigureAwait(false);
        return _platform.Parts.ConsentRules.Policies;
    }

    /// <summary>Restricts processing while something is disputed (GDPR 18): nothing is permitted, nothing is lost, until it is lifted.</summary>
    /// <param name="who">The person.</param>
    /// <param name="purpose">The purpose to restrict; null restricts all.</param>
    /// <param name="evidence">Why, and who asked.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <exception cref="ArgumentException">The purpose is not registered, or the identifier is not usable.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded.</exception>
    public ValueTask<ConsentRecord> RestrictAsync(
        Identifier who, string? purpose = null, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        RecordAsync(_platform.Parts.Ledger.Draft(ConsentAct.Restricted, who, purpose ?? "", evidence), cancellationToken);

    /// <summary>Lifts a restriction: of a purpose, or with null the one of all.</summary>
    /// <inheritdoc cref="RestrictAsync" path="/*[not(self::summary)]" />
    public ValueTask<ConsentRecord> LiftRestrictionAsync(
        Identifier who, string? purpose = null, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        RecordAsync(_platform.Parts.Ledger.Draft(ConsentAct.RestrictionLifted, who, purpose ?? "", evidence), cancellationToken);

    /// <summary>States how old a person is now: whether they may consent alone depends on it (GDPR 8). The best identified statement counts.</summary>
    /// <param name="who">The person.</param>
    /// <param name="years">Completed years, or the lower end of a band; 0 to 150.</param>
    /// <param name="evidence">How it is known.</param>
    /// <param name="assurance">How well the person was identified.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <exception cref="ArgumentException">The age is not one, or the identifier is not usable.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded.</exception>
    public ValueTask<ConsentRecord> AssertAgeAsync(
        Identifier who,
        int years,
        ConsentEvidence? evidence = null,
        ConsentAssurance assurance = ConsentAssurance.Claimed,
        CancellationToken cancellationToken = default) =>
        RecordAsync(_platform.Parts.Ledger.Draft(ConsentAct.AgeAsserted, who, "", evidence) with { AgeYears = years, Assurance = assurance }, cancellationToken);

    /// <summary>
    /// A holder of parental responsibility authorises that a child consents. The child's own acts stay its own; at coming of age it is asked to reaffirm.
    /// </summary>
    /// <param name="child">The child.</param>
    /// <param name="guardian">The host's reference to the guardian and how they were checked; no more personal data than needed.</param>
    /// <param name="purpose">The purpose; null authorises for all.</param>
    /// <param name="evidence">How it was verified.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <exception cref="ArgumentException">The purpose is not registered, the identifier is not usable, or the reference is blank.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded.</exception>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 8</seealso>
    public ValueTask<ConsentRecord> AuthoriseAsGuardianAsync(
        Identifier child, string guardian, string? purpose = null, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsGuardianAsync(ConsentAct.GuardianAuthorised, child, guardian, purpose, evidence, cancellationToken);

    /// <summary>Takes a guardian's authorisation back.</summary>
    /// <inheritdoc cref="AuthoriseAsGuardianAsync" path="/*[not(self::summary)]" />
    public ValueTask<ConsentRecord> RevokeAsGuardianAsync(
        Identifier child, string guardian, string? purpose = null, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsGuardianAsync(ConsentAct.GuardianRevoked, child, guardian, purpose, evidence, cancellationToken);

    /// <summary>
    /// The door that data leaves by: decides once more, for this recipient and these kinds of data, and writes down that they leave, before they do. Hand
    /// nothing over unless the outcome allows it.
    /// </summary>
    /// <param name="who">Whom the data is about.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="recipient">Who receives it: one of <see cref="Purpose.Recipients"/>, as people were told.</param>
    /// <param name="categories">
    /// What leaves: names of traits and events, keys of the taxonomy, or fideslang categories, each of which stands for all that lies within it.
    /// </param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <exception cref="ArgumentException">
    /// The purpose is not registered, the identifier is not usable, the recipient is blank, or the taxonomy knows nothing of a category.
    /// </exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded, and nothing may leave.</exception>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15(1)(c), 19</seealso>
    public async ValueTask<DisclosureOutcome> DiscloseAsync(
        Identifier who, string purpose, string recipient, IReadOnlyCollection<string>? categories = null, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        ArgumentException.ThrowIfNullOrWhiteSpace(recipient);
        foreach (var category in categories ?? [])
        {
            if (!DisclosureWork.Named(category, _platform.Taxonomy).Any())
            {
                throw new ArgumentException(
                    $"The taxonomy knows no '{category}', so nobody can say what would leave. Name a trait, an event, a key or a fideslang category of one.", nameof(categories));
            }
        }

        var work = new DisclosureWork(_platform.Usable(who), purpose, recipient, categories ?? [], _platform.Parts);
        await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        return work.Outcome!;
    }

    /// <summary>To whom data about a person went, oldest first.</summary>
    public async ValueTask<IReadOnlyList<Disclosure>> DisclosuresAsync(Identifier who, CancellationToken cancellationToken = default) =>
        Disclosure.Among(await HistoryAsync(who, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// A token for the one-click link of a message (RFC 8058): whoever posts it back withdraws, without logging in. It tells nothing to those who see it.
    /// </summary>
    /// <exception cref="ArgumentException">The purpose is not registered, or the identifier is not usable.</exception>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc8058">RFC 8058</seealso>
    public async ValueTask<string> CreateWithdrawalTokenAsync(Identifier who, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var token = new WithdrawalToken(_platform.Usable(who), purpose);
        var work = new LogWork<string>((session, stop) => _platform.Parts.Ledger.ProtectAsync(session.Consent, token, stop));
        await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        return work.Result!;
    }

    /// <summary>Withdraws by the token of a one-click link. Doing so again changes nothing.</summary>
    /// <param name="token">The token, as it came back.</param>
    /// <param name="evidence">How it came back.</param>
    /// <param name="cancellationToken">Stops the wait in the queue.</param>
    /// <returns>The record; null when the token is not one of this ledger's, or its purpose is no longer registered.</returns>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded.</exception>
    public async ValueTask<ConsentRecord?> WithdrawByTokenAsync(
        string token, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default)
    {
        WithdrawalToken? found;
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            found = await _platform.Parts.Ledger.UnprotectAsync(session.Consent, token, cancellationToken).ConfigureAwait(false);
        }

        // Of marketing that rests on another basis than consent, the one click is the objection of GDPR 21(2).
        return found is not { } withdrawal || _platform.Purposes.Find(withdrawal.Purpose) is not { } purpose ? null
            : purpose.DirectMarketing && purpose.Regime != ConsentRegime.OptIn
                ? await ObjectAsync(withdrawal.Subject, withdrawal.Purpose, evidence, cancellationToken).ConfigureAwait(false)
                : await WithdrawAsync(withdrawal.Subject, withdrawal.Purpose, evidence, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The record of processing activities (GDPR 30), from the purposes, sources and definitions as they are; <see cref="ProcessingRegister.ToNotice"/>
    /// gives the table of the privacy notice, and both write Markdown and JSON.
    /// </summary>
    /// <param name="controller">Who answers for the processing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="controller"/> is null.</exception>
    public ProcessingRegister Register(ControllerDetails controller) => ProcessingRegister.From(controller, _platform.Purposes, _platform.Taxonomy);

    private ValueTask<ConsentRecord> ActAsGuardianAsync(
        ConsentAct act, Identifier child, string guardian, string? purpose, ConsentEvidence? evidence, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(guardian);
        var draft = _platform.Parts.Ledger.Draft(act, child, purpose ?? "", evidence);
        return RecordAsync(draft with { Origin = ConsentOrigin.Guardian, GuardianReference = guardian }, cancellationToken);
    }
}
