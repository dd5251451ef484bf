using System.Collections.Immutable;
using Trading.Grains.Shell;

namespace Trading.Web.Api;

/// <summary>Who may call an endpoint: anybody, anybody logged in, or the persons who hold one of the roles.</summary>
internal sealed record Access
{
    public static readonly Access Anybody = new();

    public static readonly Access LoggedIn = new();

    private Access(params ImmutableArray<Role> roles) => Roles = roles;

    /// <summary>Empty for <see cref="Anybody"/> and <see cref="LoggedIn"/>.</summary>
    public ImmutableArray<Role> Roles { get; }

    public static Access Of(params ImmutableArray<Role> roles) => new(roles);

    public override string ToString() =>
        this == Anybody ? "anybody" : this == LoggedIn ? "anybody logged in" : string.Join(", ", Roles);

    // Two lists with the same roles are two rules: only the instance counts.
    public bool Equals(Access? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
