// Both sides of a session in one thread, without a socket: what handshakes and sessions cost.

#define _GNU_SOURCE
#include "limit.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct world {
    enum kind kind;
    gnutls_priority_t priority;
    void *server_credentials, *client_credentials;
    struct run to_server, to_client;
    struct wire server_wire, client_wire;
    double server_cpu;  // seconds
};

static const gnutls_datum_t key = {(unsigned char *)"sixteen bytes...", 16};

static int find_key(gnutls_session_t session, const char *name, gnutls_datum_t *found) {
    (void)session, (void)name;
    found->data = gnutls_malloc(key.size);
    memcpy(found->data, key.data, key.size);
    found->size = key.size;
    return 0;
}

static gnutls_certificate_credentials_t self_signed(void) {
    gnutls_x509_privkey_t private_key;
    gnutls_x509_crt_t certificate;
    check(gnutls_x509_privkey_init(&private_key), "key");
    check(gnutls_x509_privkey_generate(private_key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0), "key");
    check(gnutls_x509_crt_init(&certificate), "certificate");
    gnutls_x509_crt_set_version(certificate, 3);
    gnutls_x509_crt_set_serial(certificate, "\1", 1);
    gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 60);
    gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + 86400);
    gnutls_x509_crt_set_dn(certificate, "CN=limit", NULL);
    gnutls_x509_crt_set_key(certificate, private_key);
    check(gnutls_x509_crt_sign2(certificate, certificate, private_key, GNUTLS_DIG_SHA256, 0),
          "certificate");
    gnutls_certificate_credentials_t credentials;
    check(gnutls_certificate_allocate_credentials(&credentials), "credentials");
    check(gnutls_certificate_set_x509_key(credentials, &certificate, 1, private_key), "key");
    return credentials;
}

static struct world *make_world(const char *name) {
    struct world *world = calloc(1, sizeof *world);
    if (strcmp(name, "psk") == 0) world->kind = PSK;
    else if (strcmp(name, "ecdhe-psk") == 0) world->kind = ECDHE_PSK;
    else if (strcmp(name, "ecdsa") == 0) world->kind = ECDSA;
    else return NULL;
    world->priority = priority(world->kind);
    world->server_wire = (struct wire){-1, &world->to_server, &world->to_client};
    world->client_wire = (struct wire){-1, &world->to_client, &world->to_server};
    if (world->kind == ECDSA) {
        gnutls_certificate_credentials_t credentials;
        check(gnutls_certificate_allocate_credentials(&credentials), "credentials");
        world->client_credentials = credentials;
        world->server_credentials = self_signed();
    } else {
        gnutls_psk_server_credentials_t server;
        gnutls_psk_client_credentials_t client;
        check(gnutls_psk_allocate_server_credentials(&server), "credentials");
        gnutls_psk_set_server_credentials_function(server, find_key);
        check(gnutls_psk_allocate_client_credentials(&client), "credentials");
        check(gnutls_psk_set_client_credentials(client, "client", &key, GNUTLS_PSK_KEY_RAW), "key");
        world->server_credentials = server;
        world->client_credentials = client;
    }
    return world;
}

// The server's session, the handshake behind it; the client's is gone. No cookies: a server that
// asks for one takes in a second ClientHello.
static gnutls_session_t serve(struct world *world) {
    gnutls_session_t client = make_session(GNUTLS_CLIENT, &world->client_wire, world->priority,
                                           world->kind, world->client_credentials, 1428);
    double start = seconds(CLOCK_THREAD_CPUTIME_ID);
    gnutls_session_t server = make_session(GNUTLS_SERVER, &world->server_wire, world->priority,
                                           world->kind, world->server_credentials, 1428);
    world->server_cpu += seconds(CLOCK_THREAD_CPUTIME_ID) - start;
    int client_result = GNUTLS_E_AGAIN, server_result = GNUTLS_E_AGAIN;
    while (client_result != 0 || server_result != 0) {
        if (client_result != 0) client_result = gnutls_handshake(client);
        if (gnutls_error_is_fatal(client_result)) check(client_result, "client");
        if (server_result != 0) {
            start = seconds(CLOCK_THREAD_CPUTIME_ID);
            server_result = gnutls_handshake(server);
            world->server_cpu += seconds(CLOCK_THREAD_CPUTIME_ID) - start;
        }
        if (gnutls_error_is_fatal(server_result)) check(server_result, "server");
    }
    gnutls_deinit(client);
    world->to_client.next = world->to_client.count = 0;
    world->to_server.next = world->to_server.count = 0;
    return server;
}

int handshake_main(int argc, char **argv) {
    struct world *world = argc == 3 ? make_world(argv[1]) : NULL;
    if (!world) return 2;
    double length = (double)number(argv[2], 1, 3600);
    gnutls_deinit(serve(world));  // what is done once is done now
    world->server_cpu = 0;
    double start = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), now;
    unsigned long count = 0;
    do {
        gnutls_session_t server = serve(world);
        double before = seconds(CLOCK_THREAD_CPUTIME_ID);
        gnutls_deinit(server);
        world->server_cpu += seconds(CLOCK_THREAD_CPUTIME_ID) - before;
        count++;
        now = seconds(CLOCK_MONOTONIC);
    } while (now - start < length);
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("per_second %.0f cpu_us_per_handshake %.1f server_cpu_us %.1f\n",
           (double)count / (now - start), cpu / (double)count * 1e6,
           world->server_cpu / (double)count * 1e6);
    return 0;
}

static double heap_in_use(void) {
    struct mallinfo2 info = mallinfo2();
    return (double)info.uordblks + (double)info.hblkhd;
}

// What malloc counts as used once the clients' sides are freed. As after any handshake, a server
// still keeps its last flight, to send it again if it is asked to within a minute.
int memory_main(int argc, char **argv) {
    struct world *world = argc == 3 ? make_world(argv[1]) : NULL;
    if (!world) return 2;
    long count = number(argv[2], 1, 1000000);
    gnutls_session_t *servers = calloc((size_t)count, sizeof *servers);
    gnutls_deinit(serve(world));
    double before = heap_in_use();
    for (long i = 0; i < count; i++) servers[i] = serve(world);
    double used = heap_in_use() - before;
    printf("bytes_per_server_session %.0f\n", used / (double)count);
    for (long i = 0; i < count; i++) gnutls_deinit(servers[i]);
    return 0;
}
