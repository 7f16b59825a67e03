// expect: verdict=accepted; stdout_contains=names fine; stdout_excludes=-; note=control: what the C library looks up in /etc and asks the kernel about users, services, protocols, interfaces and threads works as on any machine
// category: control (names)
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <arpa/inet.h>
#include <atomic>
#include <grp.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <pthread.h>
#include <pwd.h>
#include <thread>
#include <unistd.h>
int main() {
    int wrong = 0;
    auto check = [&](bool is, const char* what) { if (!is) ++wrong, std::printf("wrong: %s\n", what); };
    passwd* user = getpwuid(getuid());
    check(user && user->pw_uid == getuid() && !std::strcmp(user->pw_dir, std::getenv("HOME")), "getpwuid");
    group* own = getgrgid(getgid());
    check(own && own->gr_gid == getgid(), "getgrgid");
    servent* http = getservbyname("http", "tcp");
    check(http && ntohs(http->s_port) == 80, "getservbyname");
    protoent* tcp = getprotobyname("tcp");
    check(tcp && tcp->p_proto == 6, "getprotobyname");
    hostent* local = gethostbyname("localhost");
    check(local && local->h_length == 4, "gethostbyname");
    ifaddrs* all = nullptr;
    bool loopback = false;
    check(getifaddrs(&all) == 0, "getifaddrs");
    for (ifaddrs* i = all; i; i = i->ifa_next) loopback |= !std::strcmp(i->ifa_name, "lo") && i->ifa_flags & IFF_UP && i->ifa_addr && i->ifa_addr->sa_family == AF_INET;
    check(loopback, "loopback");
    check(if_nametoindex("lo") == 1, "if_nametoindex");
    std::atomic<bool> done{false};
    std::thread other([&] { while (!done) std::this_thread::yield(); });
    char name[16] = "";
    check(pthread_setname_np(other.native_handle(), "worker") == 0, "pthread_setname_np");
    check(pthread_getname_np(other.native_handle(), name, sizeof name) == 0 && !std::strcmp(name, "worker"), "pthread_getname_np");
    done = true;
    other.join();
    std::puts(wrong == 0 ? "names fine" : "not all works");
}
