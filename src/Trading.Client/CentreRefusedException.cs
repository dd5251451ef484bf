using Trading.Client.Messages;

namespace Trading.Client;

/// <summary>The centre refused: its cause by name, in both languages, with the article and the facts.</summary>
public sealed class CentreRefusedException(Problem problem) : Exception($"{problem.Code}: {problem.English}")
{
    public Problem Problem { get; } = problem;
}

/// <summary>The centre answered something that does not hold: a receipt that is not signed, a path that leads elsewhere.</summary>
public sealed class CentreNotTrustedException(string message) : Exception(message);
