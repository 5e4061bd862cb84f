// One session over a socket: the pipe (server, client) and round trips (echo, ping).

#define _GNU_SOURCE
#include "limit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// As many bytes as one call of receive() brings, opened.
static uint8_t plain[1 << 16];

static gnutls_session_t accept_client(char **argv, struct wire **wire) {
    gnutls_certificate_credentials_t credentials;
    check(gnutls_certificate_allocate_credentials(&credentials), "credentials");
    check(gnutls_certificate_set_x509_key_file(credentials, argv[1], argv[2], GNUTLS_X509_FMT_PEM),
          argv[1]);
    int mtu = (int)number(argv[4], 256, 65535);
    *wire = wait_for_client(argv[3]);
    gnutls_session_t session = make_session(GNUTLS_SERVER, *wire, priority(CERTIFICATE),
                                            CERTIFICATE, credentials, mtu);
    handshake(session, *wire);
    return session;
}

static gnutls_session_t connect_client(const char *host, const char *port, int mtu,
                                       struct wire **wire) {
    gnutls_certificate_credentials_t credentials;
    check(gnutls_certificate_allocate_credentials(&credentials), "credentials");
    *wire = connect_to(host, port);
    gnutls_session_t session = make_session(GNUTLS_CLIENT, *wire, priority(CERTIFICATE),
                                            CERTIFICATE, credentials, mtu);
    handshake(session, *wire);
    return session;
}

static void write_all(const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, count);
        if (written < 0 && errno != EINTR) die("standard output: %m");
        if (written > 0) bytes += written, count -= (size_t)written;
    }
}

int server_main(int argc, char **argv) {
    if (argc != 5) return 2;
    struct wire *wire;
    gnutls_session_t session = accept_client(argv, &wire);
    fcntl(STDOUT_FILENO, F_SETPIPE_SZ, 1 << 20);
    for (bool is_open = true; is_open;) {
        size_t used = 0;
        for (;;) {
            ssize_t count = gnutls_record_recv(session, plain + used, sizeof plain - used);
            if (count > 0) {
                used += (size_t)count;
            } else if (count == GNUTLS_E_HEARTBEAT_PING_RECEIVED) {
                // What came before it has left for the reader: that is what the answer says.
                write_all(plain, used);
                used = 0;
                check(gnutls_heartbeat_pong(session, 0), "pong");
                if (flush(wire) < 0) die("the peer is gone");
            } else if (count == 0) {
                is_open = false;
                break;
            } else if (gnutls_error_is_fatal((int)count)) {
                check((int)count, "receive");
            } else if (is_drained(wire)) {
                break;
            }
        }
        write_all(plain, used);
        if (is_open && receive(wire, -1) < 0) die("the peer is gone");
    }
    gnutls_bye(session, GNUTLS_SHUT_WR);
    flush(wire);
    return 0;
}

struct sender {
    gnutls_session_t session;
    struct wire *wire;
    uint64_t sent;      // bytes
    uint64_t pinged;    // of them, those before the last ping
    uint64_t answered;  // of them, those before the last answered ping
    bool is_waiting;    // for a pong; GnuTLS remembers the payload of one ping alone
    bool is_closed;     // by the peer
};

// Takes in what the peer says.
static void listen_for(struct sender *sender, int milliseconds) {
    int received = receive(sender->wire, milliseconds);
    if (received < 0) sender->is_closed = true;
    while (received > 0) {
        ssize_t count = gnutls_record_recv(sender->session, plain, sizeof plain);
        if (count == GNUTLS_E_HEARTBEAT_PONG_RECEIVED) {
            sender->answered = sender->pinged;
            sender->is_waiting = false;
        } else if (count == 0) {
            sender->is_closed = true;
            return;
        } else if (count == GNUTLS_E_UNEXPECTED_PACKET) {
            continue;  // a pong that came twice
        } else if (count < 0 && gnutls_error_is_fatal((int)count)) {
            check((int)count, "receive");
        } else if (count < 0 && is_drained(sender->wire)) {
            return;
        }
    }
}

static void ping(struct sender *sender) {
    check(gnutls_heartbeat_ping(sender->session, 32, 0, 0), "ping");
    sender->pinged = sender->sent;
    sender->is_waiting = true;
}

static size_t read_batch(uint8_t *bytes, size_t capacity) {
    size_t used = 0;
    while (used < capacity) {
        ssize_t count = read(STDIN_FILENO, bytes + used, capacity - used);
        if (count == 0) break;
        if (count < 0 && errno != EINTR) die("standard input: %m");
        if (count > 0) used += (size_t)count;
    }
    return used;
}

// Waits until `count` bytes more are within the window.
static void wait_for_window(struct sender *sender, size_t window, size_t count) {
    if (sender->is_waiting) listen_for(sender, 0);
    for (int tries = 0;;) {
        bool is_full = sender->sent > sender->answered &&
                       sender->sent + count > sender->answered + window;
        // At once, not with the next batch: what has been sent is to be answered while that one
        // is made.
        if (!sender->is_waiting && (is_full || sender->sent > sender->pinged)) {
            ping(sender);
            flush(sender->wire);
        }
        if (!is_full || sender->is_closed) return;
        uint64_t answered = sender->answered;
        listen_for(sender, 200);
        if (sender->answered != answered) {
            tries = 0;
        } else if (++tries == 50) {
            die("no answer to a ping");
        } else if (sender->is_waiting) {
            sender->is_waiting = false;  // the ping or its answer is lost
        }
    }
}

static void close_session(struct sender *sender) {
    gnutls_bye(sender->session, GNUTLS_SHUT_WR);
    for (int tries = 0; tries < 10 && !sender->is_closed; tries++) {
        if (tries > 0) gnutls_alert_send(sender->session, GNUTLS_AL_WARNING, GNUTLS_A_CLOSE_NOTIFY);
        if (flush(sender->wire) < 0) return;
        for (double end = seconds(CLOCK_MONOTONIC) + 0.1; !sender->is_closed;) {
            int left = (int)((end - seconds(CLOCK_MONOTONIC)) * 1000);
            if (left <= 0) break;
            listen_for(sender, left);
        }
    }
    if (!sender->is_closed) fputs("limit: no answer to close_notify\n", stderr);
}

int client_main(int argc, char **argv) {
    size_t window = 131072, message = 0, records = 0;
    for (int option; (option = getopt(argc, argv, "w:m:b:")) != -1;) {
        if (option == 'w') window = (size_t)number(optarg, 0, 1 << 30);
        else if (option == 'm') message = (size_t)number(optarg, 1, 16384);
        else if (option == 'b') records = (size_t)number(optarg, 1, GSO_SEGMENTS);
        else return 2;
    }
    if (argc - optind != 3) return 2;
    argv += optind;
    struct sender sender = {0};
    sender.session = connect_client(argv[0], argv[1], (int)number(argv[2], 256, 65535),
                                    &sender.wire);
    if (window && !gnutls_heartbeat_allowed(sender.session, GNUTLS_HB_LOCAL_ALLOWED_TO_SEND))
        die("the peer takes no heartbeats");
    size_t data_mtu = gnutls_dtls_get_data_mtu(sender.session);
    size_t overhead = gnutls_dtls_get_mtu(sender.session) - data_mtu;
    if (message == 0) message = data_mtu;
    if (message > data_mtu) die("more than %zu bytes do not fit a record", data_mtu);
    if (records == 0) records = GSO_SEGMENTS;
    if (records > GSO_BYTES / (message + overhead)) records = GSO_BYTES / (message + overhead);
    // At least two batches to a window, so that one can be made while the other is opened.
    if (window && records > window / 2 / message)
        records = window / 2 > message ? window / 2 / message : 1;
    static uint8_t batch[GSO_BYTES];
    fcntl(STDIN_FILENO, F_SETPIPE_SZ, 1 << 20);

    for (size_t count; !sender.is_closed && (count = read_batch(batch, records * message)) > 0;) {
        if (window) wait_for_window(&sender, window, count);
        for (size_t done = 0; done < count; done += message) {
            size_t length = count - done < message ? count - done : message;
            check((int)gnutls_record_send(sender.session, batch + done, length), "send");
        }
        sender.sent += count;
        if (window && !sender.is_waiting) ping(&sender);
        if (flush(sender.wire) < 0) die("the peer is gone");
    }
    if (sender.is_closed) die("the peer has closed the session");
    close_session(&sender);
    return 0;
}

int echo_main(int argc, char **argv) {
    if (argc != 5) return 2;
    struct wire *wire;
    gnutls_session_t session = accept_client(argv, &wire);
    for (;;) {
        ssize_t count = gnutls_record_recv(session, plain, sizeof plain);
        if (count > 0) {
            check((int)gnutls_record_send(session, plain, (size_t)count), "send");
            if (flush(wire) < 0) return 0;
        } else if (count == 0) {
            break;
        } else if (gnutls_error_is_fatal((int)count)) {
            check((int)count, "receive");
        } else if (is_drained(wire) && receive(wire, 1 << 30) < 0) {
            return 0;
        }
    }
    gnutls_bye(session, GNUTLS_SHUT_WR);
    flush(wire);
    return 0;
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int ping_main(int argc, char **argv) {
    if (argc != 5) return 2;
    size_t trips = (size_t)number(argv[3], 1, 100000000), size = (size_t)number(argv[4], 1, 16384);
    struct sender sender = {0};
    // A datagram of `size` bytes of data, whatever the path.
    sender.session = connect_client(argv[1], argv[2], size > 1363 ? 16412 : 1428, &sender.wire);
    double *times = calloc(trips, sizeof *times);
    static uint8_t message[16384];
    size_t lost = 0;
    for (size_t i = 0; i < trips; i++) {
        double start = seconds(CLOCK_MONOTONIC);
        check((int)gnutls_record_send(sender.session, message, size), "send");
        if (flush(sender.wire) < 0) die("the peer is gone");
        for (;;) {
            ssize_t count = gnutls_record_recv(sender.session, plain, sizeof plain);
            if (count > 0) break;
            if (count == 0) die("the peer has closed the session");
            if (gnutls_error_is_fatal((int)count)) check((int)count, "receive");
            if (!is_drained(sender.wire)) continue;
            int received = receive(sender.wire, 1000);
            if (received < 0) die("the peer is gone");
            if (received == 0) {
                lost++;
                break;
            }
        }
        times[i] = (seconds(CLOCK_MONOTONIC) - start) * 1e6;
    }
    close_session(&sender);
    qsort(times, trips, sizeof *times, compare);
    printf("%.1f %.1f %.1f\n", times[(trips - 1) / 2], times[(trips - 1) * 99 / 100],
           times[trips - 1]);
    if (lost > 0) die("%zu messages had no answer within 1 s", lost);
    return 0;
}
