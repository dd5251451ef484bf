namespace Trading.Client.Messages;

/// <summary>Asks for a TEST ONLY pair: a certify/1 statement signed by the new signing key, which shows possession of it.</summary>
public sealed record CertifyRequest(string Statement, byte[] Signature);

/// <summary>The pair, PEM.</summary>
public sealed record CertifyAnswer(string Signing, string Encryption);
