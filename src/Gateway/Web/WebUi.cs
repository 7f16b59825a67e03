using CodeRunner.Gateway.Api.CodeRunner.Errors;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace CodeRunner.Gateway.Web;

/// <summary>Serves the page that <c>web/</c> was built into, from the folder <c>web</c> beside the program.</summary>
internal static class WebUi
{
    private const string Folder = "web";
    private const string Page = "/index.html";
    private const string Assets = "/assets";

    // Addresses that the page's script tells apart.
    private static readonly string[] _pages = ["/", "/ui/cluster"];

    // Monaco sets its colours by style elements; scripts come from this server and from nowhere else.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Files below assets have a hash of their content in their names.
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string AskEachTime = "no-cache";

    // What the build has compressed already, best first.
    private static readonly (string Encoding, string Suffix)[] _compressed = [("br", ".br"), ("gzip", ".gz")];

    /// <summary>Answers for the page's files and lets everything else through. Must come after <c>UseHead</c> and before routing.</summary>
    public static WebApplication UseWebUi(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, Folder);
        if (!File.Exists(folder + Page))
        {
            app.MapGet("/", static () => new Problem(
                StatusCodes.Status404NotFound, "This server was built without its page, as node or npm was missing. The API is described at /docs.")).ExcludeFromDescription();
            return app;
        }

        var files = new PhysicalFileProvider(folder);
        app.Use((context, next) =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
                context.Request.Path = Choose(context.Request, files);
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, ContentTypeProvider = new ContentTypes(), OnPrepareResponse = AddHeaders });
        return app;
    }

    private static PathString Choose(HttpRequest request, PhysicalFileProvider files)
    {
        var path = _pages.Contains(request.Path.Value) ? Page : request.Path.Value ?? "";
        if (!files.GetFileInfo(path).Exists)
            return request.Path;
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, suffix) in _compressed)
        {
            if (accepted.Any(one => one.Value == encoding && one.Quality is not 0) && files.GetFileInfo(path + suffix).Exists)
                return path + suffix;
        }

        return path;
    }

    private static void AddHeaders(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = file.Context.Request.Path.StartsWithSegments(Assets) ? ForEver : AskEachTime;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        foreach (var (encoding, suffix) in _compressed)
        {
            if (file.File.Name.EndsWith(suffix, StringComparison.Ordinal))
                headers.ContentEncoding = encoding;
        }
    }

    /// <summary>The type of a file, compressed or not.</summary>
    private sealed class ContentTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _types = new();

        public bool TryGetContentType(string subpath, out string contentType)
        {
            foreach (var (_, suffix) in _compressed)
            {
                if (subpath.EndsWith(suffix, StringComparison.Ordinal))
                    subpath = subpath[..^suffix.Length];
            }

            var found = _types.TryGetContentType(subpath, out var type);
            contentType = type ?? "";
            return found;
        }
    }
}
