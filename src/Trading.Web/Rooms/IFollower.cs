using Trading.Grains.Journal;

namespace Trading.Web.Rooms;

/// <summary>Something of this process that follows the masked journal, item by item, in order.</summary>
internal interface IFollower
{
    /// <summary>Takes one item; after a failure the same item comes again, so taking it twice must do no harm.</summary>
    ValueTask Follow(MaskedItem item, CancellationToken cancellation);
}
