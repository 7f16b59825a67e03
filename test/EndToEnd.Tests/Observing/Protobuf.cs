using System.Buffers.Binary;

namespace CodeRunner.EndToEnd.Tests.Observing;

/// <summary>As much of protobuf's wire format as spans need.</summary>
internal static class Protobuf
{
    private const int Varint = 0;
    private const int EightBytes = 1;
    private const int Length = 2;
    private const int FourBytes = 5;

    /// <summary>The values of a field that has a length: a message, a text or bytes.</summary>
    public static IEnumerable<byte[]> Messages(byte[] message, int field) =>
        Fields(message).Where(found => found.Field == field && found.Type == Length).Select(static found => found.Value);

    /// <summary>The value of a field of eight bytes.</summary>
    public static ulong Fixed64(byte[] message, int field) =>
        BinaryPrimitives.ReadUInt64LittleEndian(Fields(message).Single(found => found.Field == field && found.Type == EightBytes).Value);

    private static IEnumerable<(int Field, int Type, byte[] Value)> Fields(byte[] message)
    {
        var position = 0;
        while (position < message.Length)
        {
            var tag = ReadVarint(message, ref position);
            var type = (int)(tag & 7);
            var length = type switch
            {
                Varint => 0,
                EightBytes => 8,
                Length => (int)ReadVarint(message, ref position),
                FourBytes => 4,
                _ => throw new InvalidDataException($"Wire type {type}."),
            };
            if (type == Varint)
            {
                ReadVarint(message, ref position);
            }

            yield return ((int)(tag >> 3), type, message[position..(position + length)]);
            position += length;
        }
    }

    private static ulong ReadVarint(byte[] message, ref int position)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var read = message[position++];
            value |= (ulong)(read & 0x7f) << shift;
            if (read < 0x80)
            {
                return value;
            }
        }
    }
}
