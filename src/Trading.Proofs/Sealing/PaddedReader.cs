using System.Buffers.Binary;

namespace Trading.Proofs.Sealing;

/// <summary>Gives P piece by piece while the file is read once from its beginning.</summary>
internal sealed class PaddedReader
{
    private readonly Stream _file;
    private readonly byte[] _prefix = new byte[PaddedPlaintext.Prefix];
    private readonly long _end;
    private long _position;

    internal PaddedReader(ReadOnlyMemory<byte> salt, Stream file)
    {
        _file = file;
        _file.Position = 0;
        FileLength = file.Length;
        Length = PaddedPlaintext.LengthFor(FileLength);
        _end = PaddedPlaintext.Prefix + FileLength;
        salt.Span.CopyTo(_prefix);
        BinaryPrimitives.WriteInt64BigEndian(_prefix.AsSpan(SealLimits.Secret), FileLength);
    }

    internal long FileLength { get; }

    internal long Length { get; }

    /// <summary>Fills the buffer, or less at the end of P; 0 after it.</summary>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        var wanted = (int)Math.Min(buffer.Length, Length - _position);
        var filled = 0;
        while (filled < wanted)
        {
            var rest = buffer[filled..wanted];
            int taken;
            if (_position < _prefix.Length)
            {
                taken = (int)Math.Min(rest.Length, _prefix.Length - _position);
                _prefix.AsSpan((int)_position, taken).CopyTo(rest.Span);
            }
            else if (_position < _end)
            {
                var piece = rest[..(int)Math.Min(rest.Length, _end - _position)];
                taken = await _file.ReadAsync(piece, cancellation).ConfigureAwait(false);
                if (taken == 0)
                {
                    throw new IOException($"The file became shorter than {FileLength} bytes while it was read.");
                }
            }
            else
            {
                taken = rest.Length;
                rest.Span.Clear();
            }

            filled += taken;
            _position += taken;
        }

        return filled;
    }
}
