namespace Trading.Web.Api;

/// <summary>Every limit of the interface by name; each is tested one past it.</summary>
public sealed record ApiLimits
{
    /// <summary>A JSON body: a submission's statement, certificates and names; headers of sealed files are read by the server.</summary>
    public const int JsonBytes = 1024 * 1024;

    /// <summary>One chunk of an upload.</summary>
    public const int ChunkBytes = 8 * 1024 * 1024;

    /// <summary>Most characters of a PEM certificate.</summary>
    public const int CertificateCharacters = 16 * 1024;

    /// <summary>Requests a minute of one person, or of one address without login.</summary>
    public int RequestsPerMinute { get; init; } = 1_200;

    /// <summary>Challenges, logins, registrations and test certificates a minute from one address.</summary>
    public int DoorRequestsPerMinute { get; init; } = 60;

    /// <summary>Failed logins a minute with one certificate.</summary>
    public int FailedLoginsPerMinute { get; init; } = 10;

    /// <summary>Login challenges that may be open at once, over all addresses.</summary>
    public int OpenChallenges { get; init; } = 10_000;
}
