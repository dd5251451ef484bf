namespace Trading.Grains.Journal;

/// <summary>Destroys personal data on request or at the end of its time (个人信息保护法 第四十七条).</summary>
public interface IPrivateParts
{
    /// <summary>
    /// Erases the private part of one event from the disk. Its digest stays, so that the chain still holds;
    /// the salt that was digested with it is gone, so that nobody can try out guesses.
    /// </summary>
    /// <returns>False where there is no such event or nothing private is left in it.</returns>
    ValueTask<bool> Erase(StreamId stream, long version, CancellationToken cancellation = default);
}
