using System.Text;
using Trading.Silo.AtRest;

namespace Trading.Silo.Tests.AtRest;

public sealed class DataKeyFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string File => _folder.File("data.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_key_is_made_once_and_read_again()
    {
        var box = DataKeyFile.OpenOrCreate(File).Seal("secret"u8, "place"u8);
        Assert.Equal("secret"u8.ToArray(), DataKeyFile.OpenOrCreate(File).Open(box, "place"u8));
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        DataKeyFile.OpenOrCreate(File);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Throws<InvalidDataException>(() => DataKeyFile.OpenOrCreate(File));
    }

    [Fact]
    public void A_file_of_another_length_is_no_key()
    {
        DataKeyFile.OpenOrCreate(File);
        using (var file = new FileStream(File, FileMode.Append))
        {
            file.WriteByte(0);
        }

        Assert.Throws<InvalidDataException>(() => DataKeyFile.OpenOrCreate(File));
    }

    [Fact]
    public void Any_flipped_byte_and_any_other_place_or_key_is_found()
    {
        var key = new SoftwareAtRestKey(new byte[32]);
        var box = key.Seal("secret"u8, "place"u8);
        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.Throws<InvalidDataException>(() => key.Open(changed, "place"u8));
        }

        Assert.Throws<InvalidDataException>(() => key.Open(box, "other place"u8));
        Assert.Throws<InvalidDataException>(() => key.Open(box.AsSpan(0, 20), "place"u8));
        var other = new SoftwareAtRestKey(Encoding.ASCII.GetBytes(new string('k', 32)));
        Assert.Throws<InvalidDataException>(() => other.Open(box, "place"u8));
        Assert.NotEqual(key.Blind("a"u8), other.Blind("a"u8));
        Assert.Equal(key.Blind("a"u8), key.Blind("a"u8));
    }
}
