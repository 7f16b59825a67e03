/* Run by every server at its start, in its own sandbox: each test names a promise on stdin and prints "ok" where it is kept. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(const char *what)
{
    printf("%s\n", what);
    return 0;
}

static int ok(void) { return fail("ok"); }

/* The first namespaces of a machine have numbers that are fixed in the kernel. */
static int namespaces(void)
{
    static const char *const first[][2] = {
        {"/proc/self/ns/pid", "pid:[4026531836]"}, {"/proc/self/ns/ipc", "ipc:[4026531839]"},
        {"/proc/self/ns/uts", "uts:[4026531838]"}, {"/proc/self/ns/cgroup", "cgroup:[4026531835]"}};
    char name[64];
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        ssize_t n = readlink(first[i][0], name, sizeof name - 1);
        if (n <= 0) return fail("a namespace can't be read");
        name[n] = 0;
        if (!strcmp(name, first[i][1])) return fail(first[i][0]);
    }
    return getpid() == 1 ? fail("the program is process 1") : ok();
}

static int identity(void)
{
    FILE *f = fopen("/proc/self/status", "r");
    char line[256];
    int seccomp = 0, locked = 0;
    if (!f) return fail("/proc/self/status can't be read");
    while (fgets(line, sizeof line, f)) {
        if (!strncmp(line, "Cap", 3) && strtoull(line + 7, NULL, 16)) return fail(line);
        seccomp |= !strncmp(line, "Seccomp:\t2", 10);
        locked |= !strncmp(line, "NoNewPrivs:\t1", 13);
    }
    if (getuid() == 0 || getgid() == 0) return fail("the program is root");
    if (getgroups(0, NULL) != 0) return fail("the program has supplementary groups");
    if (!seccomp) return fail("no seccomp filter");
    return locked ? ok() : fail("NoNewPrivs is not set");
}

static int calls(void)
{
    if (syscall(SYS_unshare, 0x10000000) == 0) return fail("unshare(CLONE_NEWUSER) is allowed");
    if (syscall(SYS_ptrace, 0, 0, 0, 0) == 0) return fail("ptrace is allowed");
    if (syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, "") == 0) return fail("mount is allowed");
    if (syscall(SYS_bpf, 0, 0, 0) >= 0 || errno != EPERM) return fail("bpf is not filtered");
    if (syscall(SYS_keyctl, 0, -3, 1) >= 0 || errno != EPERM) return fail("keyctl is not filtered");
    return ok();
}

static int network(void)
{
    FILE *f = fopen("/proc/net/dev", "r");
    char line[256];
    for (int i = 0; f && fgets(line, sizeof line, f); i++)
        if (i >= 2 && !strstr(line, "lo:")) return fail(line);
    return ok();
}

static int entries(const char *folder)
{
    DIR *d = opendir(folder);
    int n = 0;
    for (struct dirent *e; d && (e = readdir(d));) n += e->d_name[0] != '.';
    if (d) closedir(d);
    return n;
}

static int files(void)
{
    static const char *const absent[] = {"/home", "/root", "/srv", "/opt", "/var/lib", "/var/log", "/etc/shadow", "/run/docker.sock", "/boot"};
    static const char *const fixed[] = {"/x", "/usr/x", "/etc/x", "/dev/x", "/box/x", "/var/tmp/x", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger"};
    /* A container has its own control group there, and the rest covered. */
    static const char *const empty[] = {"/sys/block", "/sys/bus", "/sys/class", "/sys/dev", "/sys/devices", "/sys/firmware", "/sys/kernel", "/sys/module", "/sys/power"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        if (entries(empty[i]) > 0) return fail(empty[i]);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (access(absent[i], F_OK) == 0) return fail(absent[i]);
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (open(fixed[i], O_CREAT | O_WRONLY, 0600) >= 0) return fail(fixed[i]);
    return open("/work/x", O_CREAT | O_WRONLY, 0600) >= 0 ? ok() : fail("/work can't be written to");
}

static int limits(void)
{
    static const int bounded[] = {RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_STACK, RLIMIT_NOFILE, RLIMIT_CORE, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE};
    struct rlimit r;
    for (size_t i = 0; i < sizeof bounded / sizeof *bounded; i++)
        if (getrlimit(bounded[i], &r) || r.rlim_max == RLIM_INFINITY || r.rlim_cur != r.rlim_max) return fail("a resource limit is not set");
    /* Its own score may be raised, and never be below that of the machine's other processes. */
    int score = open("/proc/self/oom_score_adj", O_WRONLY);
    if (score >= 0 && write(score, "-1000", 5) > 0) return fail("any oom_score_adj is allowed");
    if (score >= 0) close(score);
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) == 0) return fail("the core limit can be changed");
    for (int fd = 3; fd < 256; fd++)
        if (fcntl(fd, F_GETFD) >= 0) return fail("a descriptor of the engine is open");
    return ok();
}

static int processes(void)
{
    int n = 0;
    for (; n < 1000; n++) {
        pid_t p = fork();
        if (p < 0) break;
        if (p == 0) { pause(); _exit(0); }
    }
    return n < 64 ? ok() : fail("more than 64 processes");
}

static int filters(void)
{
    struct sock_filter code = BPF_STMT(BPF_RET | BPF_K, 0xffff);
    struct sock_fprog program = {1, &code};
    for (int type = SOCK_STREAM; type <= SOCK_DGRAM; type++)
        if (setsockopt(socket(AF_INET, type, 0), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0) return fail("SO_ATTACH_FILTER is allowed");
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ? fail("PR_SET_SECCOMP is allowed") : ok();
}

/* What the queues of a socket hold. */
static long held(int s)
{
    unsigned memory[9] = {0};
    socklen_t size = sizeof memory;
    return getsockopt(s, SOL_SOCKET, SO_MEMINFO, memory, &size) ? 0 : (long)memory[SK_MEMINFO_RMEM_ALLOC] + memory[SK_MEMINFO_WMEM_QUEUED];
}

static char block[60000];

/* Fills sockets that nobody reads, until there are no more descriptors. */
static long udp_buffers(struct sockaddr_in *at, socklen_t length)
{
    long total = 0;
    int out = socket(AF_INET, SOCK_DGRAM, 0), in;
    while ((in = socket(AF_INET, SOCK_DGRAM, 0)) >= 0) {
        at->sin_port = 0;
        if (bind(in, (struct sockaddr *)at, length) || getsockname(in, (struct sockaddr *)at, &length)) break;
        for (int n = 0; n < 4; n++) sendto(out, block, sizeof block, MSG_DONTWAIT, (struct sockaddr *)at, length);
        total += held(in);
    }
    return total;
}

static long tcp_buffers(struct sockaddr_in *at, socklen_t length)
{
    long total = 0;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(server, (struct sockaddr *)at, length) || listen(server, 16) || getsockname(server, (struct sockaddr *)at, &length)) return 0;
    for (;;) {
        int a = socket(AF_INET, SOCK_STREAM, 0), b;
        if (a < 0 || connect(a, (struct sockaddr *)at, length) || (b = accept(server, NULL, NULL)) < 0) return total;
        while (send(a, block, sizeof block, MSG_DONTWAIT) > 0) { }
        total += held(a) + held(b);
    }
}

/* A few processes hold what they can at the same time: twice the memory limit must not be among it. */
static int buffers(long (*fill)(struct sockaddr_in *, socklen_t))
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    long total = 0, part;
    int ends[2];
    if (pipe(ends)) return fail("no pipe");
    for (int i = 0; i < 8; i++)
        if (fork() == 0) {
            part = fill(&at, sizeof at);
            if (write(ends[1], &part, sizeof part) < 0) _exit(1);
            pause();
        }
    for (int i = 0; i < 8 && read(ends[0], &part, sizeof part) == sizeof part; i++) total += part;
    return total < 128L << 20 ? ok() : fail("buffers of sockets hold twice the memory limit");
}

static int udp(void) { return buffers(udp_buffers); }
static int tcp(void) { return buffers(tcp_buffers); }

static int spin(void)
{
    for (volatile unsigned long x = 0;; x++) { }
}

static int memory(void)
{
    for (size_t i = 0; i < 512; i++) {
        char *p = malloc(1 << 20);
        if (!p) return fail("malloc failed before the limit");
        memset(p, 1, 1 << 20);
    }
    return fail("512 MiB were given");
}

int main(void)
{
    static const struct { const char *name; int (*run)(void); } probes[] = {
        {"hello", ok}, {"namespaces", namespaces}, {"identity", identity}, {"calls", calls}, {"network", network}, {"files", files},
        {"limits", limits}, {"processes", processes}, {"filters", filters}, {"udp", udp}, {"tcp", tcp}, {"spin", spin}, {"memory", memory}};
    char name[32] = "";
    if (scanf("%31s", name) != 1) return 2;
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++)
        if (!strcmp(name, probes[i].name)) return probes[i].run();
    return 2;
}
