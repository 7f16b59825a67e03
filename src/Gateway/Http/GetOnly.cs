namespace CodeRunner.Gateway.Http;

/// <summary>Says of a route, as its metadata, that it answers to GET and not to HEAD: without its body the answer would be of no use.</summary>
internal sealed class GetOnly;
