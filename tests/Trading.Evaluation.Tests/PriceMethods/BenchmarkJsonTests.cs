using Trading.Evaluation.PriceMethods;

namespace Trading.Evaluation.Tests.PriceMethods;

public sealed class BenchmarkJsonTests
{
    private static readonly BenchmarkMethod _method = new()
    {
        Population = Population.Conforming,
        Trimming = [new TrimBand { From = 7, HighShare = new(1, 5), Rounding = CountRounding.Ceiling }],
        MeanDecimals = 2,
        CeilingWeight = new(2, 5),
        Coefficients = [new(1, 200), new(1, 100)],
        Cap = 50,
    };

    [Fact]
    public void A_method_is_written_and_read_back()
    {
        var read = BenchmarkMethod.Parse(_method.ToJson());

        Assert.Equal(_method.ToJson(), read.ToJson());
        Assert.Contains("\"ceiling_weight\":\"0.4\"", _method.ToJson(), StringComparison.Ordinal);
        Assert.Contains("\"population\":\"conforming\"", _method.ToJson(), StringComparison.Ordinal);
        Assert.True(read.NeedsDraw);
        Assert.False(new BenchmarkMethod().NeedsDraw);
    }

    [Fact]
    public void What_is_left_out_is_the_documented_default()
    {
        Assert.Equal(new BenchmarkMethod().ToJson(), BenchmarkMethod.Parse("{}").ToJson());
        Assert.Empty(new BenchmarkMethod().Faults());
    }

    [Theory]
    [InlineData("""{"trimming":[{"from":0,"high_count":0}]}""", "trimming[0]")]
    [InlineData("""{"trimming":[{"from":1001}]}""", "trimming[0]")]
    [InlineData("""{"trimming":[{"from":5},{"from":5}]}""", "trimming[0]")]
    [InlineData("""{"trimming":[{"from":2,"high_count":1,"low_count":1}]}""", "trimming[0]")]
    [InlineData("""{"trimming":[{"from":3,"high_count":-1}]}""", "trimming[0]")]
    [InlineData("""{"trimming":[{"from":3},{"from":5,"high_share":"1.1"}]}""", "trimming[1]")]
    [InlineData("""{"trimming":[{"from":5,"high_share":"0.5","low_share":"0.5"}]}""", "trimming[0]")]
    [InlineData("""{"mean_decimals":1}""", "mean_decimals")]
    [InlineData("""{"mean_decimals":11}""", "mean_decimals")]
    [InlineData("""{"ceiling_weight":"1.0001"}""", "ceiling_weight")]
    [InlineData("""{"ceiling_weight":"-0.1"}""", "ceiling_weight")]
    [InlineData("""{"coefficients":[]}""", "coefficients")]
    [InlineData("""{"coefficients":["0.51"]}""", "coefficients")]
    [InlineData("""{"coefficients":["-0.01"]}""", "coefficients")]
    [InlineData("""{"coefficients":["0.01","0.01"]}""", "coefficients")]
    [InlineData("""{"coefficients":["0.02","0.01"]}""", "coefficients")]
    [InlineData("""{"benchmark_decimals":0}""", "benchmark_decimals")]
    [InlineData("""{"deviation_decimals":-1}""", "deviation_decimals")]
    [InlineData("""{"full_score":"0"}""", "full_score")]
    [InlineData("""{"above_per_percent":"-1"}""", "above_per_percent")]
    [InlineData("""{"below_per_percent":"-1"}""", "below_per_percent")]
    [InlineData("""{"floor":"61"}""", "floor")]
    [InlineData("""{"floor":"-1"}""", "floor")]
    [InlineData("""{"cap":"61"}""", "cap")]
    [InlineData("""{"floor":"30","cap":"29"}""", "cap")]
    [InlineData("""{"score_decimals":11}""", "score_decimals")]
    public void A_parameter_that_cannot_be_used_is_named(string json, string parameter) =>
        Assert.StartsWith(
            parameter + ":",
            Assert.Throws<FormatException>(() => BenchmarkMethod.Parse(json)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"full_score":60}""")] // a number near a score
    [InlineData("""{"population":"everyone"}""")]
    [InlineData("""{"population":0}""")]
    [InlineData("""{"trimming":[{}]}""")]
    [InlineData("""{"unknown":1}""")]
    [InlineData("""{"floor":"1","floor":"2"}""")]
    public void Another_form_is_refused(string json) =>
        Assert.Throws<FormatException>(() => BenchmarkMethod.Parse(json));

    [Fact]
    public void A_text_of_more_than_64_KiB_is_refused_unread()
    {
        var room = new string(' ', EvaluationJson.MaxLength - 2);

        Assert.NotNull(BenchmarkMethod.Parse("{" + room + "}"));
        Assert.Throws<FormatException>(() => BenchmarkMethod.Parse("{" + room + " }"));
    }
}
