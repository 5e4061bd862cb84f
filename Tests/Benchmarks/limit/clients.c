// Many clients of one listener, with a pre-shared key, each on a socket of its own.

#define _GNU_SOURCE
#include "limit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define UNDER_WAY 16  // handshakes at a time
#define CLOSING_AT_ONCE 64  // a burst of farewells would overflow the listener's socket

struct client {
    gnutls_session_t session;
    int fd;
    enum { OPENING, OPEN, CLOSED } state;
    double deadline;  // of the handshake's flight, or of the answer to a message
};

static struct client *clients;
static size_t count, opened, closed, answers, refused;
static struct wire *wire;  // what fd it has is the session's that is called
static int events;
static size_t echo_size;  // if answers are to be sent on
static uint8_t message[16384];

static void send_message(struct client *client, size_t size) {
    wire->fd = client->fd;
    ssize_t result = gnutls_record_send(client->session, message, size);
    if (result < 0) check((int)result, "send");
    if (flush(wire) < 0) refused++;
    client->deadline = seconds(CLOCK_MONOTONIC) + 1;
}

// One step of the handshake: what has been received, or the flight once more.
static void step(struct client *client) {
    wire->fd = client->fd;
    int result;
    do {
        result = gnutls_handshake(client->session);
    } while (result < 0 && !gnutls_error_is_fatal(result) && !is_drained(wire));
    if (flush(wire) < 0) die("no listener");
    if (result == 0) {
        client->state = OPEN;
        opened++;
    } else if (gnutls_error_is_fatal(result)) {
        check(result, "handshake");
    }
    client->deadline =
        seconds(CLOCK_MONOTONIC) + gnutls_dtls_get_timeout(client->session) / 1000.0;
}

static void hear(struct client *client) {
    wire->fd = client->fd;
    int received;
    while ((received = receive(wire, 0)) > 0) {
        if (client->state == OPENING) step(client);
        while (client->state == OPEN) {
            static uint8_t plain[16384];
            ssize_t result = gnutls_record_recv(client->session, plain, sizeof plain);
            if (result > 0) {
                answers++;
                if (echo_size) send_message(client, echo_size);
            } else if (result == 0 || gnutls_error_is_fatal((int)result)) {
                client->state = CLOSED;
                closed++;
            } else if (is_drained(wire)) {
                break;
            }
        }
    }
    if (received < 0) refused++;
}

static void hear_all(int milliseconds) {
    struct epoll_event ready[64];
    int found = epoll_wait(events, ready, 64, milliseconds);
    for (int i = 0; i < found; i++) hear(ready[i].data.ptr);
}

static void open_all(const char *host, const char *port, void *credentials) {
    gnutls_priority_t suite = priority(PSK);
    struct client *under_way[UNDER_WAY] = {NULL};
    for (size_t started = 0; opened < count;) {
        double now = seconds(CLOCK_MONOTONIC), next = now + 1;
        for (int i = 0; i < UNDER_WAY; i++) {
            struct client *client = under_way[i];
            if (client && client->state == OPENING && client->deadline <= now) step(client);
            if ((!client || client->state != OPENING) && started < count) {
                client = under_way[i] = &clients[started++];
                client->fd = open_socket(host, port, false);
                client->session = make_session(GNUTLS_CLIENT, wire, suite, PSK, credentials, 1428);
                struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
                if (epoll_ctl(events, EPOLL_CTL_ADD, client->fd, &event) < 0) die("epoll: %m");
                step(client);
            }
            if (client && client->state == OPENING && client->deadline < next)
                next = client->deadline;
        }
        if (opened < count) hear_all(next > now ? (int)((next - now) * 1000) + 1 : 0);
    }
}

static void close_all(void) {
    for (size_t first = 0; first < count; first += CLOSING_AT_ONCE) {
        size_t end = first + CLOSING_AT_ONCE < count ? first + CLOSING_AT_ONCE : count;
        size_t expected = closed;
        for (size_t i = first; i < end; i++) {
            if (clients[i].state != OPEN) continue;
            wire->fd = clients[i].fd;
            gnutls_bye(clients[i].session, GNUTLS_SHUT_WR);
            if (flush(wire) == 0) expected++;
        }
        double until = seconds(CLOCK_MONOTONIC) + 0.2;
        while (closed < expected && seconds(CLOCK_MONOTONIC) < until) hear_all(50);
        for (size_t i = first; i < end; i++) {
            gnutls_deinit(clients[i].session);
            close(clients[i].fd);
        }
    }
}

// `active` sends as fast as it can, whether or not anything arrives; `echo` keeps one message a
// session under way and counts the answers.
int clients_main(int argc, char **argv) {
    if (argc != 7 && argc != 10) return 2;
    bool is_active = argc == 10 && strcmp(argv[7], "active") == 0;
    bool is_echo = argc == 10 && strcmp(argv[7], "echo") == 0;
    if (argc == 10 && !is_active && !is_echo) return 2;
    count = (size_t)number(argv[3], 1, 1000000);
    double length = (double)number(argv[4], 0, 86400);
    size_t active = argc == 10 ? (size_t)number(argv[8], 1, (long)count) : 0;
    size_t size = argc == 10 ? (size_t)number(argv[9], 1, 1363) : 0;

    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    gnutls_psk_client_credentials_t credentials;
    check(gnutls_psk_allocate_client_credentials(&credentials), "credentials");
    gnutls_datum_t key = {(unsigned char *)argv[6], (unsigned)strlen(argv[6])};
    check(gnutls_psk_set_client_credentials(credentials, argv[5], &key, GNUTLS_PSK_KEY_HEX), "key");
    clients = calloc(count, sizeof *clients);
    static struct run in, out;
    static struct wire shared = {-1, &in, &out};
    wire = &shared;
    events = epoll_create1(EPOLL_CLOEXEC);

    double start = seconds(CLOCK_MONOTONIC);
    open_all(argv[1], argv[2], credentials);
    printf("open %zu handshakes_per_second %.0f\n", count,
           (double)count / (seconds(CLOCK_MONOTONIC) - start));
    fflush(stdout);

    size_t sent = 0, lost = 0;
    double now = start = seconds(CLOCK_MONOTONIC);
    if (is_echo) {
        echo_size = size;
        for (size_t i = 0; i < active; i++) send_message(&clients[i], size);
    }
    for (double look = start + 0.1; (now = seconds(CLOCK_MONOTONIC)) < start + length;) {
        if (is_active) {
            for (int i = 0; i < 64; i++, sent++) {
                struct client *client = &clients[sent % active];
                if (client->state == OPEN) send_message(client, size);
            }
            hear_all(0);
            continue;
        }
        hear_all(is_echo ? 100 : (int)((start + length - now) * 1000) + 1);
        if (is_echo && now >= look) {
            for (size_t i = 0; i < active; i++) {
                if (clients[i].state != OPEN || clients[i].deadline > now) continue;
                lost++;
                send_message(&clients[i], size);
            }
            look = now + 0.1;
        }
    }
    echo_size = 0;
    if (argc == 10)
        printf("messages_per_second %.0f\n",
               (double)(is_echo ? answers : sent) / (now - start));
    fflush(stdout);
    if (lost) fprintf(stderr, "limit: %zu messages had no answer within 1 s\n", lost);
    if (closed) fprintf(stderr, "limit: %zu sessions were closed by the listener\n", closed);
    if (refused) fprintf(stderr, "limit: refused %zu times\n", refused);
    close_all();
    return 0;
}
