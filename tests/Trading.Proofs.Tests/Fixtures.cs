using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests;

/// <summary>The files of tests/vectors, and entropy that repeats itself.</summary>
internal static class Fixtures
{
    internal static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    internal static byte[] Bytes(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", name));

    internal static string Text(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", name));

    internal static Certificate Certificate(string name) =>
        Proofs.Certificates.Certificate.FromPem(Text(name + ".crt"));

    internal static Sm2PrivateKey Key(string name) => KeyFile.Read(Text(name + ".key"));

    /// <summary>An endless stream from a seed: the same seed gives the same keys, salts and serial numbers.</summary>
    internal static Entropy Entropy(string seed)
    {
        var counter = 0;
        return destination =>
        {
            for (var i = 0; i < destination.Length; i += Digest.Size)
            {
                var block = Digest.OfUtf8($"{seed} {counter++}").ToArray();
                block.AsSpan(0, Math.Min(Digest.Size, destination.Length - i)).CopyTo(destination[i..]);
            }
        };
    }
}
