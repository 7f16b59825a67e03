// expect: verdict=accepted; stdout_contains=readiness fine; stdout_excludes=-; note=control: epoll, poll, select, eventfd, inotify and signalfd
// category: control (no attack)
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <unistd.h>
int main() {
    int fine = 0, event = eventfd(0, EFD_NONBLOCK), queue = epoll_create1(0);
    epoll_event wanted{EPOLLIN, {}}, got{};
    fine += epoll_ctl(queue, EPOLL_CTL_ADD, event, &wanted) == 0 && epoll_wait(queue, &got, 1, 0) == 0;
    fine += eventfd_write(event, 3) == 0 && epoll_wait(queue, &got, 1, 1000) == 1;
    pollfd p{event, POLLIN, 0};
    fine += poll(&p, 1, 1000) == 1;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(event, &set);
    fine += select(event + 1, &set, nullptr, nullptr, nullptr) == 1;
    int notify = inotify_init1(0);
    fine += inotify_add_watch(notify, ".", IN_CREATE) >= 0;
    close(open("created", O_CREAT | O_WRONLY, 0600));
    char b[4096];
    fine += read(notify, b, sizeof b) > 0;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    int fd = signalfd(-1, &signals, 0);
    raise(SIGUSR1);
    signalfd_siginfo info{};
    fine += read(fd, &info, sizeof info) == sizeof info && info.ssi_signo == SIGUSR1;
    std::puts(fine == 7 ? "readiness fine" : "readiness broken");
}
