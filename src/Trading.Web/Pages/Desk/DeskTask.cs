using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;

namespace Trading.Web.Pages.Desk;

/// <summary>One open task of one person in one role, as it stands on the desk.</summary>
internal sealed record DeskTask(TenderId Tender, string TenderName, string? LotName, Role Role, OpenTask Task)
{
    public string Command => Task.Command;

    /// <summary>Unique on the page, for labels and links.</summary>
    public string Key => $"{Command}-{Tender}-{Task.Lot?.Value ?? "0"}-{Role}".ToLowerInvariant();

    /// <summary>The page on which it is done; null where it is done right here.</summary>
    public string? Page => Command switch
    {
        "submit_bid" => $"/tenders/{Tender}/lots/{Task.Lot}/bid",
        "release_bid" => $"/tenders/{Tender}/lots/{Task.Lot}/release",
        _ => null,
    };

    public TaskForm Form => Command switch
    {
        "sign_live_set" or "sign_window_shut" or "hand_over" or "confirm_opening" or "confirm_amendment" => TaskForm.Sign,
        "close_window" or "close_shares" or "complete_evaluation" or "close_record" => TaskForm.Plain,
        "begin_opening" => TaskForm.Keepers,
        "release_shares" => TaskForm.Shares,
        _ => Page is null ? TaskForm.Elsewhere : TaskForm.Page,
    };

    /// <summary>The persons among whom the host chooses who keeps the halves of the session key.</summary>
    public ImmutableArray<Keeper> AttestationKeepers { get; init; } = [];

    public ImmutableArray<Keeper> SupervisorKeepers { get; init; } = [];

    /// <summary>To whom a hand-over goes.</summary>
    public Role? To => Command != "hand_over" ? null : Role == Role.Reception ? Role.Organisation : Role.Attestation;
}

/// <summary>What a task needs of the person.</summary>
internal enum TaskForm
{
    /// <summary>The text is fixed by the platform: read it, sign it.</summary>
    Sign,

    /// <summary>Nothing but the decision.</summary>
    Plain,

    /// <summary>The two keepers of the session key.</summary>
    Keepers,

    /// <summary>The custodian's encryption key.</summary>
    Shares,

    /// <summary>A page of its own.</summary>
    Page,

    /// <summary>Content that is entered through the interface.</summary>
    Elsewhere,
}

/// <summary>An encryption certificate in use, and whose it is.</summary>
internal sealed record Keeper(string Name, string Party, Certificate Certificate);
