using System.Security.Cryptography;

namespace Trading.Benchmarks.Scenarios;

/// <summary>Files of random bytes.</summary>
internal static class TestFile
{
    private const int Piece = 1_000_000;

    public static string Make(string path, long bytes)
    {
        using var file = File.Create(path);
        var buffer = new byte[Piece];
        for (var left = bytes; left > 0; left -= Piece)
        {
            RandomNumberGenerator.Fill(buffer);
            file.Write(buffer, 0, (int)Math.Min(left, Piece));
        }

        return path;
    }
}
