namespace CodeRunner.Sandbox.Native;

/// <summary>What sandboxes see as <c>/etc</c>: of the host's only the linker's cache is of any use to them. deploy/sandbox/Dockerfile makes the same.</summary>
internal static class EtcFiles
{
    private const string LinkerCache = "/etc/ld.so.cache";

    /// <summary>Where the agent says who the sandbox's user is.</summary>
    private const string OwnFolder = "/box/.etc";

    private static readonly (string Name, string Target)[] Links =
        [("passwd", $"{OwnFolder}/passwd"), ("group", $"{OwnFolder}/group"), ("localtime", "/usr/share/zoneinfo/Etc/UTC")];

    private static readonly (string Name, string Text)[] Files =
    [
        ("hosts", "127.0.0.1 localhost sandbox\n::1 localhost sandbox\n"),
        ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nnetworks: files\nprotocols: files\nservices: files\n"),
        ("protocols", """
            ip 0 IP
            icmp 1 ICMP
            igmp 2 IGMP
            tcp 6 TCP
            udp 17 UDP
            ipv6 41 IPv6
            gre 47 GRE
            esp 50 IPSEC-ESP
            ah 51 IPSEC-AH
            ipv6-icmp 58 IPv6-ICMP
            sctp 132 SCTP
            udplite 136 UDPLite

            """),
        ("services", """
            echo 7/tcp
            echo 7/udp
            discard 9/tcp
            discard 9/udp
            daytime 13/tcp
            daytime 13/udp
            ftp-data 20/tcp
            ftp 21/tcp
            ssh 22/tcp
            telnet 23/tcp
            smtp 25/tcp mail
            time 37/tcp
            time 37/udp
            domain 53/tcp
            domain 53/udp
            tftp 69/udp
            http 80/tcp www
            pop3 110/tcp
            ntp 123/udp
            imap2 143/tcp imap
            snmp 161/udp
            ldap 389/tcp
            https 443/tcp
            https 443/udp
            submission 587/tcp
            imaps 993/tcp
            pop3s 995/tcp
            mysql 3306/tcp
            postgresql 5432/tcp
            redis 6379/tcp
            http-alt 8080/tcp

            """),
    ];

    /// <summary>Makes them; those of an earlier server are replaced.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(Path.Combine(folder, "alternatives"));
        foreach (var (name, target) in Links)
        {
            var link = Path.Combine(folder, name);
            File.Delete(link);
            File.CreateSymbolicLink(link, target);
        }

        foreach (var (name, text) in Files)
            File.WriteAllText(Path.Combine(folder, name), text);
        if (File.Exists(LinkerCache))
            File.Copy(LinkerCache, Path.Combine(folder, Path.GetFileName(LinkerCache)), overwrite: true);
    }
}
