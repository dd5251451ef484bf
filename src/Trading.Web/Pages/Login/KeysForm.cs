namespace Trading.Web.Pages.Login;

/// <summary>The part of a form in which a person opens its own keys.</summary>
/// <param name="Use"><c>sign</c>, <c>encrypt</c> or <c>both</c>: which keys the act needs.</param>
internal sealed record KeysForm(string Use)
{
    public bool Signs => Use is "sign" or "both";

    public bool Decrypts => Use is "encrypt" or "both";
}
