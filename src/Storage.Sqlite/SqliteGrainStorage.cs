using System.Globalization;
using CodeRunner.Grains.Storage;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace CodeRunner.Storage.Sqlite;

/// <summary>
/// Grain states in SQLite. The ETag is a row's version, from 1 and up by 1 with every write; to write without one means to insert.
/// </summary>
internal sealed class SqliteGrainStorage(
    SqliteReaders readers,
    SqliteWriter writer,
    IGrainStorageSerializer serializer,
    IActivatorProvider activators,
    TimeProvider time) : IGrainStorage
{
    private const string Row = "key = $key AND type = $type AND name = $name";
    private const string Select = $"SELECT version, payload FROM state WHERE {Row}";
    private const string SelectVersion = $"SELECT version FROM state WHERE {Row}";
    private const string Insert =
        """
        INSERT INTO state (key, type, name, version, written_at, payload, client) VALUES ($key, $type, $name, 1, $now, $payload, $client)
        ON CONFLICT DO NOTHING
        """;

    private const string Update =
        $"UPDATE state SET version = version + 1, written_at = $now, payload = $payload WHERE {Row} AND version = $version";

    private const string Delete = $"DELETE FROM state WHERE {Row} AND version = $version";

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (type, key) = Names(grainId);
        var rows = await readers.ReadAsync(session => session.Query(
            Select,
            static row => (Version: row.GetInt64(0), Payload: row.GetFieldValue<byte[]>(1)),
            ("$key", key),
            ("$type", type),
            ("$name", stateName)));

        if (rows is [var found])
            Set(grainState, serializer.Deserialize<T>(found.Payload)!, Format(found.Version), exists: true); // Never stored as null.
        else
            Set(grainState, Fresh<T>(), etag: null, exists: false);
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (type, key) = Names(grainId);
        var expected = Parse(grainState.ETag);
        var payload = Bytes(serializer.Serialize(grainState.State));
        var client = (grainState as IOwnedState)?.Owner;
        var now = time.GetUtcNow().UtcTicks;
        var (written, stored) = await writer.WriteAsync(
            session =>
            {
                var changed = expected is { } version
                    ? session.Execute(Update, ("$key", key), ("$type", type), ("$name", stateName), ("$now", now), ("$payload", payload), ("$version", version))
                    : session.Execute(
                        Insert, ("$key", key), ("$type", type), ("$name", stateName), ("$now", now), ("$payload", payload), ("$client", client));
                return (changed == 1, changed == 1 ? null : StoredVersion(session, key, type, stateName));
            },
            payload.Length);

        if (!written)
            throw Conflict("write", stateName, grainId, stored, grainState.ETag);

        grainState.ETag = Format((expected ?? 0) + 1);
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (type, key) = Names(grainId);
        var expected = Parse(grainState.ETag);
        var (cleared, stored) = await writer.WriteAsync(session =>
        {
            var deleted = expected is { } version
                && session.Execute(Delete, ("$key", key), ("$type", type), ("$name", stateName), ("$version", version)) == 1;
            var stored = deleted ? null : StoredVersion(session, key, type, stateName);

            // What isn't there needs no clearing, but only who knew that it isn't there may say so.
            return (deleted || (expected is null && stored is null), stored);
        });

        if (!cleared)
            throw Conflict("clear", stateName, grainId, stored, grainState.ETag);

        Set(grainState, Fresh<T>(), etag: null, exists: false);
    }

    private static long? StoredVersion(SqliteSession session, string key, string type, string name) =>
        session.Query(SelectVersion, static row => (long?)row.GetInt64(0), ("$key", key), ("$type", type), ("$name", name)).SingleOrDefault();

    private static (string Type, string Key) Names(GrainId id) =>
        (id.Type.ToString() ?? throw new ArgumentException("A grain id without a type.", nameof(id)),
            id.Key.ToString() ?? throw new ArgumentException("A grain id without a key.", nameof(id)));

    private static byte[] Bytes(BinaryData data)
    {
        var memory = data.ToMemory();
        return System.Runtime.InteropServices.MemoryMarshal.TryGetArray(memory, out var whole)
            && whole is { Offset: 0, Array: { } array } && whole.Count == array.Length
                ? array
                : memory.ToArray();
    }

    private static long? Parse(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static string? Format(long? version) => version?.ToString(CultureInfo.InvariantCulture);

    private static InconsistentStateException Conflict(string verb, string stateName, GrainId grainId, long? stored, string? expected) =>
        new(
            $"Could not {verb} {stateName} of {grainId}: version {expected ?? "none"} was expected, {Format(stored) ?? "none"} is stored.",
            Format(stored),
            expected);

    private static void Set<T>(IGrainState<T> grainState, T state, string? etag, bool exists)
    {
        grainState.State = state;
        grainState.ETag = etag;
        grainState.RecordExists = exists;
    }

    private T Fresh<T>() => activators.GetActivator<T>().Create();
}
