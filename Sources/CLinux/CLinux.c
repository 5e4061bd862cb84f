#define _GNU_SOURCE  // in6_pktinfo, ppoll, F_SETPIPE_SZ

#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

// Older C libraries' headers lack these; the numbers are the kernel's ABI.
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

// Room for the control messages of one call, aligned as the macros need it.
union control {
    struct cmsghdr alignment;
    char bytes[256];
};

// Appends one control message; `message->msg_controllen` is what has been used so far. Bytes of
// `control` behind that are zero, which CMSG_NXTHDR relies on, hence no macro for the walk.
static void append(struct msghdr *message, int level, int type, const void *data, size_t size) {
    struct cmsghdr *header =
        (struct cmsghdr *)((char *)message->msg_control + message->msg_controllen);
    header->cmsg_level = level;
    header->cmsg_type = type;
    header->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(header), data, size);
    message->msg_controllen += CMSG_SPACE(size);
}

static void append_source(struct msghdr *message, const struct sockaddr *from) {
    if (from->sa_family == AF_INET) {
        struct in_pktinfo info = {0};
        info.ipi_spec_dst = ((const struct sockaddr_in *)from)->sin_addr;
        append(message, IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
    } else {
        const struct sockaddr_in6 *source = (const struct sockaddr_in6 *)from;
        struct in6_pktinfo info = {0};
        info.ipi6_addr = source->sin6_addr;
        info.ipi6_ifindex = source->sin6_scope_id;
        append(message, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof info);
    }
}

ssize_t clinux_send(int socket, const void *bytes, size_t count, uint16_t segment_size,
                    const struct sockaddr *to, socklen_t to_length, const struct sockaddr *from) {
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = count};
    union control control;
    struct msghdr message = {
        .msg_name = (void *)to,
        .msg_namelen = to != NULL ? to_length : 0,
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = &control,
    };
    if (segment_size != 0)
        append(&message, IPPROTO_UDP, UDP_SEGMENT, &segment_size, sizeof segment_size);
    if (from != NULL)
        append_source(&message, from);
    if (message.msg_controllen == 0)
        message.msg_control = NULL;
    return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void store_v4(struct clinux_address *address, struct in_addr host) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)&address->storage;
    memset(v4, 0, sizeof *v4);
    v4->sin_family = AF_INET;
    v4->sin_addr = host;
    address->length = sizeof *v4;
}

static void store_v6(struct clinux_address *address, const struct in6_pktinfo *info) {
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&address->storage;
    memset(v6, 0, sizeof *v6);
    v6->sin6_family = AF_INET6;
    v6->sin6_addr = info->ipi6_addr;
    // The interface matters to a link-local address alone; any other would be pinned to it.
    if (IN6_IS_ADDR_LINKLOCAL(&info->ipi6_addr))
        v6->sin6_scope_id = info->ipi6_ifindex;
    address->length = sizeof *v6;
}

static void read_arrival(struct clinux_arrival *arrival, const struct cmsghdr *header) {
    const void *data = CMSG_DATA(header);
    if (header->cmsg_level == IPPROTO_UDP && header->cmsg_type == UDP_GRO) {
        memcpy(&arrival->segment_size, data, sizeof arrival->segment_size);
    } else if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
        struct in_pktinfo info;
        memcpy(&info, data, sizeof info);
        // Not ipi_addr: an answer to a broadcast leaves from the interface's own address.
        store_v4(&arrival->destination, info.ipi_spec_dst);
    } else if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO) {
        struct in6_pktinfo info;
        memcpy(&info, data, sizeof info);
        store_v6(&arrival->destination, &info);
    } else if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SO_RXQ_OVFL) {
        memcpy(&arrival->drops, data, sizeof arrival->drops);
        arrival->has_drops = true;
    }
}

ssize_t clinux_receive(int socket, void *bytes, size_t capacity, struct clinux_arrival *arrival) {
    struct iovec vector = {.iov_base = bytes, .iov_len = capacity};
    union control control;
    struct msghdr message = {
        .msg_name = &arrival->source.storage,
        .msg_namelen = sizeof arrival->source.storage,
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof control,
    };
    ssize_t count = recvmsg(socket, &message, MSG_DONTWAIT);
    if (count < 0)
        return count;
    arrival->source.length = message.msg_namelen;
    arrival->destination.length = 0;
    arrival->destination.storage.ss_family = AF_UNSPEC;
    arrival->segment_size = 0;
    arrival->truncated = (message.msg_flags & MSG_TRUNC) != 0;
    arrival->has_drops = false;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL;
         header = CMSG_NXTHDR(&message, header))
        read_arrival(arrival, header);
    return count;
}

static bool is_fault(const struct cmsghdr *header) {
    return (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_RECVERR) ||
           (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_RECVERR);
}

int clinux_receive_fault(int socket, struct clinux_fault *fault) {
    union {
        struct cmsghdr alignment;
        char bytes[512];
    } control;
    // The entry's own bytes are of no use, and what does not fit is cut off.
    struct msghdr message = {
        .msg_name = &fault->peer.storage,
        .msg_namelen = sizeof fault->peer.storage,
        .msg_control = &control,
        .msg_controllen = sizeof control,
    };
    if (recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
        return -1;
    fault->peer.length = message.msg_namelen;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL;
         header = CMSG_NXTHDR(&message, header)) {
        if (!is_fault(header))
            continue;
        struct sock_extended_err error;
        memcpy(&error, CMSG_DATA(header), sizeof error);
        fault->error = (int)error.ee_errno;
        fault->local = error.ee_origin == SO_EE_ORIGIN_LOCAL;
        fault->mtu = error.ee_errno == EMSGSIZE ? error.ee_info : 0;
        return 1;
    }
    return 0;
}

bool clinux_has_segmentation(int socket) {
    int value = 0;
    socklen_t length = sizeof value;
    return getsockopt(socket, IPPROTO_UDP, UDP_SEGMENT, &value, &length) == 0;
}

int clinux_unsent(int socket) {
    int count = 0;
    return ioctl(socket, SIOCOUTQ, &count) == 0 ? count : -1;
}

int clinux_enable_coalescing(int socket) {
    int on = 1;
    return setsockopt(socket, IPPROTO_UDP, UDP_GRO, &on, sizeof on);
}

int clinux_signal_descriptor(const sigset_t *mask) {
    return signalfd(-1, mask, SFD_NONBLOCK | SFD_CLOEXEC);
}

int clinux_next_signal(int descriptor) {
    struct signalfd_siginfo info;
    ssize_t count = read(descriptor, &info, sizeof info);
    return count == (ssize_t)sizeof info ? (int)info.ssi_signo : -1;
}

bool clinux_ignores_signal(int number) {
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int clinux_poll(struct pollfd *entries, nfds_t count, const struct timespec *timeout) {
    return ppoll(entries, count, timeout, NULL);
}

int clinux_epoll(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

int clinux_epoll_watch(int epoll, int descriptor, bool is_new, uint64_t key, bool read, bool write) {
    struct epoll_event event = {
        .events = read || write ? (read ? EPOLLIN : 0) | (write ? EPOLLOUT : 0) : EPOLLET,
        .data = {.u64 = key},
    };
    return epoll_ctl(epoll, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event);
}

int clinux_epoll_forget(int epoll, int descriptor) {
    struct epoll_event unused = {0};
    return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &unused);
}

int clinux_epoll_take(int epoll, struct clinux_ready *ready, int capacity) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, 0);
    for (int index = 0; index < count; index++) {
        const uint32_t bits = events[index].events;
        ready[index] = (struct clinux_ready){
            .key = events[index].data.u64,
            .is_readable = (bits & EPOLLIN) != 0,
            .is_writable = (bits & EPOLLOUT) != 0,
            .has_error = (bits & (EPOLLERR | EPOLLHUP)) != 0,
        };
    }
    return count;
}

void clinux_raise_pipe_size(int descriptor, int size) {
    int current = fcntl(descriptor, F_GETPIPE_SZ);
    if (current >= 0 && current < size)
        fcntl(descriptor, F_SETPIPE_SZ, size);
}

int clinux_spawn(const char *path, char *const arguments[], char *const environment[], int input,
                 int output, pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    sigset_t none, ignored;
    sigemptyset(&none);
    sigemptyset(&ignored);
    sigaddset(&ignored, SIGPIPE);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &ignored);
    if (error == 0) error = posix_spawnattr_setpgroup(&attributes, 0);
    if (error == 0)
        error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK |
                                         POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    if (error == 0)
        error = posix_spawnp(process, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int clinux_process_descriptor(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

int clinux_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        if (ends[i] > 2) continue;
        int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
        int error = errno;
        close(ends[i]);
        if (moved < 0) {
            close(ends[1 - i]);
            errno = error;
            return -1;
        }
        ends[i] = moved;
    }
    return 0;
}

// The filter sees the UDP header first. A load beyond the end of the datagram drops it.
#define AT(offset) (8 + (offset))

int clinux_let_in(int socket, uint32_t share, bool all) {
    enum { ACCEPT = 22, DROP = 23 };
    struct sock_filter program[] = {
        // RFC 6347 section 4.1: content type, version, epoch.
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, AT(0)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 20, 0, DROP - 2),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 24, DROP - 3, 0),
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, AT(1)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xFEFD, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xFEFF, 0, DROP - 6),
        BPF_STMT(BPF_JMP | BPF_JA, share == 1 ? ACCEPT - 7 : 0),
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, AT(0)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 22, 0, ACCEPT - 9),
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, AT(3)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, ACCEPT - 11),
        // RFC 6347 section 4.2.2: a ClientHello, or its first fragment, which begins at 0.
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, AT(13)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ACCEPT - 13),
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, AT(20)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, all ? 4 : 0, ACCEPT - 15),
        // The session's number has a length of its own, and the cookie behind it.
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, AT(59)),
        BPF_STMT(BPF_MISC | BPF_TAX, 0),
        BPF_STMT(BPF_LD | BPF_B | BPF_IND, AT(60)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, ACCEPT - 19),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)SKF_AD_OFF + SKF_AD_RANDOM),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, share - 1),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, ACCEPT - 22, DROP - 22),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog filter = {sizeof program / sizeof program[0], program};
    return setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}
