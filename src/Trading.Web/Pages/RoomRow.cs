using Trading.Grains.Tenders;
using Trading.Web.Rooms;

namespace Trading.Web.Pages;

/// <summary>A row of the board; without a row it is the template that the script fills.</summary>
internal sealed record RoomRow(RoomView View, OpeningRow? Row)
{
    public string? Field(string name) => Row?.Fields.FirstOrDefault(field => field.Name == name)?.Value;

    /// <summary>Where a price will stand, stands nothing that could be read as one.</summary>
    public string Price => Row switch
    {
        null => "",
        { Price: { } price } => price.ToString(),
        { State: RowState.NotOpened or RowState.NotReleased } => "—",
        _ => "＊＊＊",
    };
}
