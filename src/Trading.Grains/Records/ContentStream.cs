using Trading.Proofs.Primitives;

namespace Trading.Grains.Records;

/// <summary>Takes what a sealed file held, digests it, and keeps it where it is small enough to be looked at.</summary>
internal sealed class ContentStream(bool keep) : Stream
{
    /// <summary>Bytes of an opening list: far more than thirty-two fields need.</summary>
    public const int KeptBytes = 1 << 20;

    private readonly Sm3Hasher _hasher = new();
    private readonly MemoryStream _kept = new();
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>The content, where it was to be kept and is no longer than <see cref="KeptBytes"/>.</summary>
    public byte[]? Kept => keep && _length <= KeptBytes ? _kept.ToArray() : null;

    /// <summary>SM3 of everything written.</summary>
    public Digest ToDigest() => _hasher.Finish();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hasher.Append(buffer);
        _length += buffer.Length;
        if (keep)
        {
            if (_length <= KeptBytes)
            {
                _kept.Write(buffer);
            }
            else
            {
                _kept.SetLength(0);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
