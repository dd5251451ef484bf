using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Trading.Client.Messages;

namespace Trading.Web.Api;

/// <summary>Describes every operation from its row in the table, so that the description cannot differ from what is served.</summary>
internal sealed class OpenApiDescriptions : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpoint>().SingleOrDefault();
        if (endpoint is null)
        {
            return;
        }

        operation.OperationId = endpoint.Name;
        operation.Summary = endpoint.Chinese;
        operation.Description = $"{endpoint.English} For: {endpoint.Access}.";
        operation.Parameters =
        [
            .. PathParameters(endpoint),
            .. endpoint.Query.Select(q => Parameter(q.Name, ParameterLocation.Query, q.Meaning)),
        ];
        operation.RequestBody = endpoint switch
        {
            { Content: { } content } => Body(Json, await context.GetOrCreateSchemaAsync(content, null, cancellationToken)),
            { MediaType: { } media, Method: "PATCH" } => Body(media, new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }),
            _ => null,
        };
        operation.Responses = new OpenApiResponses
        {
            ["200"] = await Success(endpoint, context, cancellationToken),
            ["4XX"] = Response(
                "拒绝 / refused: problem details with code, both languages, article and facts.", "application/problem+json",
                await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken)),
        };
    }

    private static IEnumerable<OpenApiParameter> PathParameters(ApiEndpoint endpoint) =>
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(endpoint.Path).Parameters
            .Select(p => Parameter(p.Name, ParameterLocation.Path, p.Name));

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string meaning) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static async Task<OpenApiResponse> Success(
        ApiEndpoint endpoint, OpenApiOperationTransformerContext context, CancellationToken cancellation) => endpoint switch
    {
        { Answer: { } answer } => Response("完成 / done.", Json, await context.GetOrCreateSchemaAsync(answer, null, cancellation)),
        { MediaType: { } media, Method: "GET" } => Response(
            "完成 / done.", media, new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }),
        _ => new OpenApiResponse { Description = "完成 / done." },
    };

    private static OpenApiRequestBody Body(string media, IOpenApiSchema schema) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType> { [media] = new() { Schema = schema } },
    };

    private static OpenApiResponse Response(string meaning, string media, IOpenApiSchema schema) => new()
    {
        Description = meaning,
        Content = new Dictionary<string, OpenApiMediaType> { [media] = new() { Schema = schema } },
    };
}
