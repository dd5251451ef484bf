namespace Trading.Proofs.Tests.Sealing;

/// <summary>Claims a length and has nothing in it.</summary>
internal sealed class EmptyStream(long length) : MemoryStream
{
    public override long Length => length;
}

/// <summary>A disk that gives one byte wrongly after so many bytes were read from it.</summary>
internal sealed class DecayingStream(byte[] bytes, int bad, long goodReads) : MemoryStream(bytes, writable: false)
{
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var start = Position;
        var read = await base.ReadAsync(buffer, cancellationToken);
        if (_read >= goodReads && bad >= start && bad < start + read)
        {
            buffer.Span[(int)(bad - start)] ^= 1;
        }

        _read += read;
        return read;
    }
}
