// expect: verdict=accepted; stdout_contains=filters refused; stdout_excludes=CANARY; note=every filter of a socket is compiled into memory of the kernel that all sandboxes share and no control group is charged for, and the filter of the next sandbox needs some of it
// category: kernel memory (filters)
#include <cstdio>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <vector>
int main() {
    std::vector<sock_filter> code(4096, BPF_STMT(BPF_LD | BPF_IMM, 1));
    code.back() = BPF_STMT(BPF_RET | BPF_K, 0xFFFF);
    sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
    for (int family : {AF_UNIX, AF_INET, AF_INET6}) {
        for (int type : {SOCK_DGRAM, SOCK_STREAM}) {
            int s = socket(family, type, 0), on = 1;
            if (setsockopt(s, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0) std::printf("CANARY-BREACH SO_ATTACH_FILTER %d\n", family);
            setsockopt(s, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
            if (setsockopt(s, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program) == 0) std::printf("CANARY-BREACH SO_ATTACH_REUSEPORT_CBPF %d\n", family);
        }
    }
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0) std::puts("CANARY-BREACH PR_SET_SECCOMP");
    std::puts("filters refused");
}
