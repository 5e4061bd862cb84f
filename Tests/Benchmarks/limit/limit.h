// What the parts of this program share: runs of datagrams in memory, and sessions over them.
#ifndef LIMIT_H
#define LIMIT_H

#include <gnutls/dtls.h>
#include <gnutls/gnutls.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GSO_BYTES 65507   // the largest UDP payload over IPv4, which a run may not exceed either
#define GSO_SEGMENTS 64   // UDP_MAX_SEGMENTS of kernels before 6.9
#define RUN_SEGMENTS 128  // that of later ones, which a peer may send

// Datagrams in one contiguous buffer. There is room for a ping behind a full batch.
struct run {
    unsigned count, next;  // of the datagrams, and the first that has not been taken
    size_t ends[RUN_SEGMENTS + 1];
    uint8_t bytes[65536 + 1024];
};

// What a session pushes to and pulls from. Sessions of one thread may share it, for it holds
// nothing between calls.
struct wire {
    int fd;
    struct run *in, *out;
};

enum kind { CERTIFICATE, PSK, ECDHE_PSK, ECDSA };

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
int check(int result, const char *what);  // of GnuTLS
long number(const char *text, long low, long high);
double seconds(int clock);

gnutls_priority_t priority(enum kind kind);
gnutls_session_t make_session(unsigned role, struct wire *wire, gnutls_priority_t priority,
                              enum kind kind, void *credentials, int mtu);

// One socket's worth of wire. A server's socket waits for a datagram and connects to its sender.
struct wire *connect_to(const char *host, const char *port);
struct wire *wait_for_client(const char *port);
int open_socket(const char *host, const char *port, bool binds);
void handshake(gnutls_session_t session, struct wire *wire);

// Sends what has been pushed; -1 with errno if the peer is gone.
int flush(struct wire *wire);
// Bytes received, 0 after the time (forever if negative), -1 with errno if the peer is gone.
int receive(struct wire *wire, int milliseconds);
static inline bool is_drained(const struct wire *wire) { return wire->in->next == wire->in->count; }

int server_main(int argc, char **argv);
int client_main(int argc, char **argv);
int echo_main(int argc, char **argv);
int ping_main(int argc, char **argv);
int handshake_main(int argc, char **argv);
int memory_main(int argc, char **argv);
int clients_main(int argc, char **argv);

#endif
