using Trading.Proofs.Certificates;

namespace Trading.Proofs.Tests.Certificates;

public sealed class CreditCodeTests
{
    [Theory]
    [InlineData("914403001922038216")]
    [InlineData("9144030071526726XG")]
    [InlineData("91350100M000100Y43")]
    [InlineData("91330100799655058B")]
    [InlineData("91110000802100433B")]
    public void Published_codes_hold_and_no_other_last_character_does(string code)
    {
        Assert.True(CreditCode.IsValid(code));
        foreach (var other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".Where(c => c != code[^1]))
        {
            Assert.False(CreditCode.IsValid(code[..17] + other));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("91440300192203821")]
    [InlineData("9144030019220382166")]
    [InlineData("9144030019220382i6")]
    [InlineData("91440300MA5EXAMPLE")]
    [InlineData("9144O3001922038216")]
    public void Anything_else_is_no_code(string? code)
    {
        Assert.False(CreditCode.IsValid(code));
    }

    [Fact]
    public void Typing_habits_are_forgiven_by_normalizing_only()
    {
        Assert.False(CreditCode.IsValid(" 91330100799655058b "));
        Assert.True(CreditCode.IsValid(CreditCode.Normalize(" 91330100799655058b ")));
    }

    [Theory]
    [InlineData("914403001922038216", true)]
    [InlineData("9144030071526726XG", true)]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("914403001922038226", false)]
    [InlineData("91440300", false)]
    public void The_organisation_check_is_a_warning_of_its_own(string code, bool holds)
    {
        Assert.Equal(holds, CreditCode.HasOrganisationCheck(code));
    }
}
