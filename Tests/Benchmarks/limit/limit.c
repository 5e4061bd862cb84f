// The least that DTLS on GnuTLS costs on this machine, for dtlscat to be measured against: no
// options to speak of, no checks of the peer, and the kernel's UDP_SEGMENT and UDP_GRO directly.
// DTLS 1.2; certificates are not verified. Not a program to use for anything else.
//
//   server, client    standard input -> DTLS -> standard output over loopback. -w: the bytes sent
//                     beyond the last answered heartbeat, 0 for no limit; -m: bytes of the input
//                     to a record; -b: records to a call of sendmsg
//   echo, ping        round trips, one message at a time: p50, p99 and maximum in microseconds
//   handshake         full handshakes in memory, without cookies; the CPU time of both sides, and
//                     of the server alone
//   memory            heap bytes of a server's session
//   clients           COUNT sessions with a listener, idle; `active` sends regardless of what
//                     arrives, `echo` counts answers, one message a session under way

#define _GNU_SOURCE
#include "limit.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("limit: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

int check(int result, const char *what) {
    if (result < 0) die("%s: %s", what, gnutls_strerror(result));
    return result;
}

long number(const char *text, long low, long high) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < low || value > high)
        die("%s: not a number from %ld to %ld", text, low, high);
    return value;
}

double seconds(int clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// GnuTLS pushes one record a call, and in DTLS pulls one datagram a call.
static ssize_t push(gnutls_transport_ptr_t pointer, const void *bytes, size_t count) {
    struct run *run = ((struct wire *)pointer)->out;
    if (run->next == run->count) run->next = run->count = 0;
    size_t used = run->count ? run->ends[run->count - 1] : 0;
    if (run->count == RUN_SEGMENTS + 1 || used + count > sizeof run->bytes) die("a run is full");
    memcpy(run->bytes + used, bytes, count);
    run->ends[run->count++] = used + count;
    return (ssize_t)count;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void *bytes, size_t count) {
    struct run *run = ((struct wire *)pointer)->in;
    if (run->next == run->count) {
        errno = EAGAIN;
        return -1;
    }
    size_t start = run->next ? run->ends[run->next - 1] : 0;
    size_t length = run->ends[run->next++] - start;
    if (length > count) length = count;
    memcpy(bytes, run->bytes + start, length);
    return (ssize_t)length;
}

static int pull_timeout(gnutls_transport_ptr_t pointer, unsigned milliseconds) {
    (void)milliseconds;
    return !is_drained(pointer);
}

gnutls_priority_t priority(enum kind kind) {
#define DTLS12 "NORMAL:-VERS-ALL:+VERS-DTLS1.2:-CIPHER-ALL"
    static const char *const texts[] = {
        [CERTIFICATE] = DTLS12 ":+AES-128-GCM",
        [PSK] = DTLS12 ":+AES-128-GCM:-KX-ALL:+PSK",
        // GnuTLS has no ECDHE_PSK suite with GCM.
        [ECDHE_PSK] = DTLS12 ":+CHACHA20-POLY1305:-KX-ALL:+ECDHE-PSK:-GROUP-ALL:+GROUP-X25519",
        [ECDSA] = DTLS12 ":+AES-128-GCM:-KX-ALL:+ECDHE-ECDSA:-GROUP-ALL:+GROUP-X25519",
    };
    gnutls_priority_t priority;
    check(gnutls_priority_init(&priority, texts[kind], NULL), "priority");
    return priority;
}

gnutls_session_t make_session(unsigned role, struct wire *wire, gnutls_priority_t priority,
                              enum kind kind, void *credentials, int mtu) {
    gnutls_session_t session;
    check(gnutls_init(&session, role | GNUTLS_DATAGRAM | GNUTLS_NONBLOCK), "init");
    check(gnutls_priority_set(session, priority), "priority");
    bool is_psk = kind == PSK || kind == ECDHE_PSK;
    check(gnutls_credentials_set(session, is_psk ? GNUTLS_CRD_PSK : GNUTLS_CRD_CERTIFICATE,
                                 credentials), "credentials");
    gnutls_dtls_set_mtu(session, (unsigned)(mtu - 28));  // IPv4 and UDP
    gnutls_heartbeat_enable(session, GNUTLS_HB_PEER_ALLOWED_TO_SEND);
    gnutls_transport_set_ptr(session, wire);
    gnutls_transport_set_push_function(session, push);
    gnutls_transport_set_pull_function(session, pull);
    gnutls_transport_set_pull_timeout_function(session, pull_timeout);
    return session;
}

int open_socket(const char *host, const char *port, bool binds) {
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM}, *address;
    int error = getaddrinfo(host, port, &hints, &address);
    if (error) die("%s: %s", host, gai_strerror(error));
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), size = 4 << 20, on = 1;
    if (fd < 0) die("socket: %m");
    // As much as net.core.rmem_max grants.
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (setsockopt(fd, IPPROTO_UDP, UDP_GRO, &on, sizeof on) < 0) die("UDP_GRO: %m");
    if ((binds ? bind : connect)(fd, address->ai_addr, address->ai_addrlen) < 0)
        die("%s %s: %m", host, port);
    freeaddrinfo(address);
    return fd;
}

static struct wire *make_wire(int fd) {
    struct wire *wire = calloc(1, sizeof *wire);
    *wire = (struct wire){fd, calloc(1, sizeof(struct run)), calloc(1, sizeof(struct run))};
    return wire;
}

struct wire *connect_to(const char *host, const char *port) {
    return make_wire(open_socket(host, port, false));
}

struct wire *wait_for_client(const char *port) {
    int fd = open_socket("127.0.0.1", port, true);
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    getsockname(fd, (struct sockaddr *)&address, &length);
    fprintf(stderr, "ready %d\n", ntohs(address.sin_port));
    char byte;
    length = sizeof address;
    if (recvfrom(fd, &byte, 1, MSG_PEEK, (struct sockaddr *)&address, &length) < 0)
        die("recvfrom: %m");
    if (connect(fd, (struct sockaddr *)&address, length) < 0) die("connect: %m");
    return make_wire(fd);
}

// One call takes datagrams of equal length, the last of which may be shorter.
int flush(struct wire *wire) {
    struct run *run = wire->out;
    while (run->next < run->count) {
        size_t start = run->next ? run->ends[run->next - 1] : 0;
        size_t segment = run->ends[run->next] - start;
        unsigned last = run->next + 1;
        for (bool is_equal = true; is_equal && last < run->count; last++) {
            size_t length = run->ends[last] - run->ends[last - 1];
            if (length > segment || run->ends[last] - start > GSO_BYTES ||
                last - run->next == GSO_SEGMENTS)
                break;
            is_equal = length == segment;
        }
        union {
            struct cmsghdr header;
            char bytes[CMSG_SPACE(sizeof(uint16_t))];
        } control = {.header = {CMSG_LEN(sizeof(uint16_t)), IPPROTO_UDP, UDP_SEGMENT}};
        *(uint16_t *)CMSG_DATA(&control.header) = (uint16_t)segment;
        struct iovec vector = {run->bytes + start, run->ends[last - 1] - start};
        struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
        if (last - run->next > 1) {
            message.msg_control = &control;
            message.msg_controllen = sizeof control;
        }
        if (sendmsg(wire->fd, &message, MSG_NOSIGNAL) < 0) {
            if (errno == EINTR) continue;
            if (errno != ECONNREFUSED) die("sendmsg: %m");
            run->next = run->count;
            return -1;
        }
        run->next = last;
    }
    return 0;
}

int receive(struct wire *wire, int milliseconds) {
    struct run *run = wire->in;
    if (milliseconds > 0) {
        struct pollfd descriptor = {wire->fd, POLLIN, 0};
        if (poll(&descriptor, 1, milliseconds) == 0) return 0;
    }
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec vector = {run->bytes, 65536};
    struct msghdr message = {.msg_iov = &vector,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t count = recvmsg(wire->fd, &message, milliseconds < 0 ? 0 : MSG_DONTWAIT);
    if (count < 0) {
        if (errno == EAGAIN || errno == EINTR) return 0;
        if (errno != ECONNREFUSED) die("recvmsg: %m");
        return -1;
    }
    size_t segment = (size_t)count, end = 0;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_level == IPPROTO_UDP && header->cmsg_type == UDP_GRO) {
        int value;
        memcpy(&value, CMSG_DATA(header), sizeof value);
        segment = (size_t)value;
    }
    run->next = run->count = 0;
    while (end < (size_t)count && run->count < RUN_SEGMENTS) {
        end = end + segment < (size_t)count ? end + segment : (size_t)count;
        run->ends[run->count++] = end;
    }
    return (int)count;
}

void handshake(gnutls_session_t session, struct wire *wire) {
    for (;;) {
        int result = gnutls_handshake(session);
        if (flush(wire) < 0) die("the peer is gone");
        if (result == 0) return;
        if (gnutls_error_is_fatal(result)) check(result, "handshake");
        if (is_drained(wire)) {
            int wait = (int)gnutls_dtls_get_timeout(session);
            if (receive(wire, wait) < 0) die("the peer is gone");
        }
    }
}

int main(int argc, char **argv) {
    static const struct {
        const char *name, *usage;
        int (*run)(int, char **);
    } commands[] = {
        {"server", "CERT KEY PORT MTU", server_main},
        {"client", "[-w WINDOW] [-m MESSAGE] [-b RECORDS] HOST PORT MTU", client_main},
        {"echo", "CERT KEY PORT MTU", echo_main},
        {"ping", "HOST PORT COUNT SIZE", ping_main},
        {"handshake", "psk|ecdhe-psk|ecdsa SECONDS", handshake_main},
        {"memory", "psk|ecdhe-psk|ecdsa COUNT", memory_main},
        {"clients", "HOST PORT COUNT SECONDS IDENTITY HEXKEY [active|echo N SIZE]", clients_main},
    };
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            int status = commands[i].run(argc - 1, argv + 1);
            if (status != 2) return status;
            fprintf(stderr, "usage: limit %s %s\n", commands[i].name, commands[i].usage);
            return 2;
        }
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(stderr, "%s limit %s %s\n", i ? "      " : "usage:", commands[i].name,
                commands[i].usage);
    return 2;
}
