using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using static Trading.Grains.Parties.PartyCommand;
using static Trading.Grains.Parties.PartyEvent;
using static Trading.Grains.Parties.PartyRefusal;

namespace Trading.Grains.Parties;

/// <summary>
/// Who may register, add keys and act in which role. That the actor really has the role it acts in was looked up by the
/// shell before: this party cannot know the roles of people of another.
/// </summary>
public sealed class PartyRules : IDecider<Party, PartyCommand, PartyEvent>
{
    private const int ReasonLimit = 500;

    private static readonly ImmutableArray<Role> Administrators =
        [Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator];

    private static readonly ImmutableArray<Role> Departments = [Role.Reception, Role.Organisation, Role.Attestation];

    public static Party Initial(string key) => new(PartyId.Create(key));

    public static Party Evolve(Party state, PartyEvent @event) => Party.Evolve(state, @event);

    public static Decision<PartyEvent> Decide(Party state, Act<PartyCommand> act) => act.Command switch
    {
        _ when !MayAsk(state, act) => NotThisActor.With("role", act.Actor.Role),
        RegisterParty when state.IsRegistered => AlreadyRegistered,
        RegisterParty command => Register(state, act, command),
        _ when !state.IsRegistered => NotRegistered,
        AddCertificate command => Add(state, act, command),
        RevokeCertificate command => Revoke(state, act, command),
        GrantRole command => Grant(state, act, command),
        RevokeRole command => Withdraw(state, act, command),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act.Command, "An unknown command of a party."),
    };

    private static bool MayAsk(Party state, Act<PartyCommand> act)
    {
        var isItself = act.Actor.Party == state.Id;
        return act.Actor.Role == Role.Platform || act.Command switch
        {
            RegisterParty => isItself,
            AddCertificate => isItself && state.Live(act.Actor.Certificate) is { IsPerson: true },
            RevokeCertificate => act.Actor.Role == Role.SecurityAdministrator
                || (isItself && state.Live(act.Actor.Certificate) is { IsPerson: true }),
            GrantRole or RevokeRole => act.Actor.Role == Role.SecurityAdministrator,
            _ => false,
        };
    }

    private static Decision<PartyEvent> Register(Party state, Act<PartyCommand> act, RegisterParty command)
    {
        var (statement, cause) = ReadStatement(command.Statement.Text);
        if (statement is null)
        {
            return StatementMalformed.With("cause", cause);
        }

        if (statement.Code != state.Id.Value)
        {
            return StatementOfOther.With("code", statement.Code);
        }

        // An expert is a natural person: the platform gave the id, and no credit code exists.
        var isNatural = statement.Kind == PartyKind.Expert && state.Id.Value.StartsWith('P');
        if (!isNatural && !CreditCode.IsValid(state.Id.Value))
        {
            return CreditCodeInvalid.With("code", state.Id);
        }

        var code = isNatural ? null : state.Id.Value;
        var trust = TrustedIssuers.Of(command.Trust);
        var (signing, refusal) = Take(command.SigningCertificate, CertificateUsage.Sign, code, trust, act.ReceivedAt);
        if (signing is null)
        {
            return refusal!;
        }

        if (command.EncryptionCertificates.Length > Party.EncryptionLimit)
        {
            return TooManyCertificates.With("limit", Party.EncryptionLimit);
        }

        var encryption = ImmutableArray.CreateBuilder<Certificate>();
        foreach (var pem in command.EncryptionCertificates)
        {
            (var taken, refusal) = Take(pem, CertificateUsage.Encrypt, code, trust, act.ReceivedAt);
            if (taken is null)
            {
                return refusal!;
            }

            encryption.Add(taken);
        }

        if (statement.Sign != signing.Id || !statement.Encrypt.SequenceEqual(encryption.Select(c => c.Id)))
        {
            return CertificatesDiffer;
        }

        if (command.Statement.Check(signing.PublicKey) is { } fault)
        {
            return SignatureInvalid.With("cause", fault);
        }

        if (!command.Contact.IsWithinLimits() || command.Contact.Sm3(command.ContactSalt) != statement.Contact)
        {
            return ContactDiffers;
        }

        return new PartyRegistered(
            state.Id,
            statement.Name,
            statement.Kind,
            command.Statement,
            TakenCertificate.Of(signing),
            [.. encryption.Select(TakenCertificate.Of)],
            trust.Fingerprints,
            command.Contact,
            command.ContactSalt) { At = act.ReceivedAt, By = act.Actor };
    }

    private static Decision<PartyEvent> Add(Party state, Act<PartyCommand> act, AddCertificate command)
    {
        var code = CreditCode.IsValid(state.Id.Value) ? state.Id.Value : null;
        var trust = TrustedIssuers.Of(command.Trust);
        var (certificate, refusal) = Take(command.Certificate, CertificateUsage.None, code, trust, act.ReceivedAt);
        if (certificate is null)
        {
            return refusal!;
        }

        if (certificate.Usage is not (CertificateUsage.Sign or CertificateUsage.Encrypt))
        {
            return CertificateRefused.With("cause", CertificateFault.WrongUsage);
        }

        // A revoked key never comes back: whoever stole it would come back with it.
        if (state.Certificates.ContainsKey(certificate.Id))
        {
            return CertificateKnown.With("certificate", certificate.Id);
        }

        if (state.Certificates.Count >= Party.CertificateLimit)
        {
            return TooManyCertificates.With("limit", Party.CertificateLimit);
        }

        return new CertificateAdded(TakenCertificate.Of(certificate), trust.Fingerprints)
        {
            At = act.ReceivedAt,
            By = act.Actor,
        };
    }

    private static Decision<PartyEvent> Revoke(Party state, Act<PartyCommand> act, RevokeCertificate command)
    {
        if (state.Live(command.Certificate) is not { } certificate)
        {
            return CertificateUnknown.With("certificate", command.Certificate);
        }

        // A party cannot lock itself out; an administrator can lock out a party whose keys were stolen.
        if (certificate.IsPerson && act.Actor.Party == state.Id && act.Actor.Role != Role.SecurityAdministrator
            && state.Certificates.Values.Count(c => c.IsPerson) == 1)
        {
            return LastCertificate;
        }

        if (command.Reason.Length is 0 or > ReasonLimit)
        {
            return ReasonTooLong.With("limit", ReasonLimit);
        }

        return new CertificateRevoked(command.Certificate, command.Reason) { At = act.ReceivedAt, By = act.Actor };
    }

    private static Decision<PartyEvent> Grant(Party state, Act<PartyCommand> act, GrantRole command)
    {
        if (CheckRoleOf(state, act, command.Certificate, command.Role) is { } refusal)
        {
            return refusal;
        }

        if (!Fits(command.Role, state.Kind))
        {
            return RoleDoesNotFit.With("role", command.Role).With("kind", state.Kind);
        }

        var roles = state.Live(command.Certificate)!.Roles;
        if (roles.Contains(command.Role))
        {
            return RoleHeld.With("role", command.Role);
        }

        if (roles.Count > 0 && roles.Append(command.Role).Any(r => Administrators.Contains(r)))
        {
            return AdministratorsSeparated.With("held", string.Join(", ", roles));
        }

        if (Departments.Contains(command.Role) && roles.Any(r => Departments.Contains(r)))
        {
            return OneDepartmentOnly.With("held", string.Join(", ", roles));
        }

        return new RoleGranted(command.Certificate, command.Role) { At = act.ReceivedAt, By = act.Actor };
    }

    private static Decision<PartyEvent> Withdraw(Party state, Act<PartyCommand> act, RevokeRole command)
    {
        if (CheckRoleOf(state, act, command.Certificate, command.Role) is { } refusal)
        {
            return refusal;
        }

        return state.Live(command.Certificate)!.Roles.Contains(command.Role)
            ? new RoleRevoked(command.Certificate, command.Role) { At = act.ReceivedAt, By = act.Actor }
            : RoleNotHeld.With("role", command.Role);
    }

    private static Refusal? CheckRoleOf(Party state, Act<PartyCommand> act, Digest certificate, Role role)
    {
        if (state.Live(certificate) is not { } holder)
        {
            return CertificateUnknown.With("certificate", certificate);
        }

        if (role is Role.Public or Role.Platform or Role.Bidder || !Enum.IsDefined(role))
        {
            return RoleNotGrantable.With("role", role);
        }

        if (act.Actor.Certificate == certificate)
        {
            return SelfGrant;
        }

        return holder.IsPerson ? null : NotAPerson;
    }

    private static bool Fits(Role role, PartyKind kind) => role switch
    {
        Role.Reception or Role.Organisation or Role.Attestation => kind == PartyKind.Centre,
        Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator => kind == PartyKind.Centre,
        Role.Supervisor => kind == PartyKind.Supervisor,
        Role.Auditor => kind == PartyKind.Auditor,
        Role.Expert => kind == PartyKind.Expert,
        Role.Tenderee => kind is PartyKind.Tenderee or PartyKind.Bidder,
        Role.Agency => kind == PartyKind.Agency,

        // Shares are held by several hands; a bidder's is not one of them.
        Role.Custodian => kind is not (PartyKind.Bidder or PartyKind.Agency),
        _ => false,
    };

    private static (RegisterRecord? Statement, string Cause) ReadStatement(string text)
    {
        try
        {
            return (RegisterRecord.Parse(text), "");
        }
        catch (RecordException e)
        {
            return (null, e.Message);
        }
    }

    private static (Certificate? Taken, Refusal? Refusal) Take(
        string pem, CertificateUsage usage, string? code, TrustedIssuers trust, DateTimeOffset at)
    {
        var certificate = TrustedIssuers.Read(pem);
        if (certificate is null)
        {
            return (null, CertificateMalformed);
        }

        if (CertificateChain.Check(certificate, trust.Certificates, at, usage, trust.AllowTestOnly) is { } fault)
        {
            return (null, CertificateRefused.With("cause", fault));
        }

        return certificate.CreditCode == code
            ? (certificate, null)
            : (null, CertificateOfOther.With("code", certificate.CreditCode ?? ""));
    }

    /// <summary>The trust of a command, read.</summary>
    private sealed record TrustedIssuers(ImmutableArray<Certificate> Certificates, bool AllowTestOnly)
    {
        public ImmutableArray<Digest> Fingerprints => [.. Certificates.Select(c => c.Fingerprint)];

        public static TrustedIssuers Of(Trust trust) =>
            new([.. trust.Issuers.Select(Certificate.FromPem)], trust.AllowTestOnly);

        public static Certificate? Read(string pem)
        {
            try
            {
                // Base64 makes four characters of three bytes; lines and marks are within the rest.
                return pem.Length <= Certificate.MaximumSize * 2 ? Certificate.FromPem(pem) : null;
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }
}
