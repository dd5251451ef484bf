using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Trading.Silo.Storage;

/// <summary>What the file system needs so that names survive a power cut.</summary>
internal static class Folders
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder that only the platform's user may enter.</summary>
    public static string Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>
    /// Makes the folder's names durable: after a rename or an unlink the file system may otherwise still forget it.
    /// Windows' file systems journal names themselves.
    /// </summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new SafeFileHandle(Open(path, ReadOnly), ownsHandle: true);
        if (folder.IsInvalid)
        {
            throw new IOException($"The folder {path} could not be opened (errno {Marshal.GetLastPInvokeError()}).");
        }

        if (Sync(folder) != 0)
        {
            throw new IOException($"The folder {path} could not be flushed (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(SafeFileHandle handle);
}
