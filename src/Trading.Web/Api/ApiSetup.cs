using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Web.Api;

/// <summary>The interface's services and routes.</summary>
public static class ApiSetup
{
    /// <summary>Where the OpenAPI description is served.</summary>
    public const string DescriptionPath = "/api/openapi.json";

    private const string DocumentName = "openapi";

    public static IServiceCollection AddTradingApi(this IServiceCollection services, ApiLimits limits)
    {
        services.AddSingleton(limits);
        services.AddSingleton<RecordedCommands>();
        services.AddApiRateLimits(limits);
        services.ConfigureHttpJsonOptions(options =>
        {
            var strict = GrainJson.Options;
            options.SerializerOptions.PropertyNamingPolicy = strict.PropertyNamingPolicy;
            options.SerializerOptions.DefaultIgnoreCondition = strict.DefaultIgnoreCondition;
            options.SerializerOptions.TypeInfoResolver = strict.TypeInfoResolver;
            options.SerializerOptions.Encoder = strict.Encoder;
            foreach (var converter in strict.Converters)
            {
                options.SerializerOptions.Converters.Add(converter);
            }
        });
        services.AddOpenApi(DocumentName, options =>
        {
            options.ShouldInclude = description =>
                description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpoint>().Any();
            options.AddOperationTransformer<OpenApiDescriptions>();
            options.AddSchemaTransformer(DescribeText);
        });
        return services;
    }

    public static IEndpointRouteBuilder MapTradingApi(this IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in Acts.All)
        {
            ApiMap.Map(routes, endpoint);
        }

        routes.MapOpenApi("/api/{documentName}.json").DisableHttpMetrics();
        return routes;
    }

    /// <summary>Ids, digests, times and decimals are strings of a form that the serializer's own description does not know.</summary>
    private static Task DescribeText(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (context.JsonTypeInfo.Kind != JsonTypeInfoKind.None)
        {
            return Task.CompletedTask;
        }

        var pattern = type == typeof(Digest) ? "^[0-9a-f]{64}$"
            : type == typeof(decimal) ? "^-?[0-9]+(\\.[0-9]*[1-9])?$"
            : type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITextId<>)) ? "^[A-Za-z0-9._-]+$"
            : null;
        if (pattern is not null)
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = pattern;
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
            schema.Examples = [JsonValue.Create("2026-11-20T01:02:03.456Z")];
        }

        return Task.CompletedTask;
    }
}
