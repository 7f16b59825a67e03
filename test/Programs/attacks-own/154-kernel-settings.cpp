// expect: verdict=accepted; stdout_contains=settings closed; stdout_excludes=CANARY; note=nothing of /proc/sys and its neighbours can be opened for writing
// category: kernel settings
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>
int main() {
    for (const char* p : {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hostname", "/proc/sys/kernel/domainname", "/proc/sys/kernel/ns_last_pid", "/proc/sys/kernel/randomize_va_space", "/proc/sys/kernel/shmmax", "/proc/sys/kernel/sem", "/proc/sys/fs/mqueue/msg_max", "/proc/sys/vm/overcommit_memory", "/proc/sys/vm/drop_caches", "/proc/sys/user/max_user_namespaces", "/proc/sys/net/ipv4/ip_forward", "/proc/sys/fs/binfmt_misc/register", "/proc/sysrq-trigger", "/proc/irq/default_smp_affinity", "/proc/self/uid_map", "/proc/self/gid_map", "/proc/self/setgroups", "/proc/self/loginuid", "/sys/kernel/uevent_helper", "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/power/state"}) {
        int fd = open(p, O_WRONLY);
        if (fd < 0) continue;
        // The maps of its own process may be opened, but not written.
        if (write(fd, "0 0 1\n", 6) > 0) std::printf("CANARY-BREACH %s is writable\n", p);
        close(fd);
    }
    std::puts("settings closed");
}
