using System.Buffers.Binary;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>Takes P piece by piece, writes the file in it, and checks length, padding and digest on the way.</summary>
internal sealed class PaddedWriter(Stream output)
{
    private readonly Sm3Hasher _hasher = new();
    private readonly byte[] _prefix = new byte[PaddedPlaintext.Prefix];
    private long _position;
    private ulong _length;
    private bool _dirty;

    /// <summary>What is wrong with the form of P; known after <see cref="Finish"/>.</summary>
    internal string? Fault { get; private set; }

    /// <summary>L.</summary>
    internal long FileLength => (long)Math.Min(_length, long.MaxValue);

    internal async ValueTask AppendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        _hasher.Append(piece.Span);
        if (_position < _prefix.Length)
        {
            var taken = (int)Math.Min(piece.Length, _prefix.Length - _position);
            piece.Span[..taken].CopyTo(_prefix.AsSpan((int)_position));
            _position += taken;
            piece = piece[taken..];
            if (_position == _prefix.Length)
            {
                _length = BinaryPrimitives.ReadUInt64BigEndian(_prefix.AsSpan(SealLimits.Secret));
            }
        }

        if (piece.IsEmpty)
        {
            return;
        }

        var written = (ulong)(_position - _prefix.Length);
        var content = (int)Math.Min((ulong)piece.Length, _length > written ? _length - written : 0);
        await output.WriteAsync(piece[..content], cancellation).ConfigureAwait(false);
        _dirty |= piece.Span[content..].ContainsAnyExcept((byte)0);
        _position += piece.Length;
    }

    /// <summary>SM3 of all of P.</summary>
    internal Digest Finish()
    {
        if (_position < _prefix.Length || _position % SealLimits.Padding != 0)
        {
            Fault = $"the plaintext of {_position} bytes is no multiple of {SealLimits.Padding}";
        }
        else if (_length > (ulong)(_position - _prefix.Length))
        {
            Fault = $"the plaintext claims {_length} bytes of file and has only {_position - _prefix.Length}";
        }
        else if (PaddedPlaintext.LengthFor((long)_length) != _position)
        {
            Fault = $"a file of {_length} bytes is padded to {_position} bytes, more than needed";
        }
        else if (_dirty)
        {
            Fault = "the padding is not zero";
        }

        return _hasher.Finish();
    }
}
