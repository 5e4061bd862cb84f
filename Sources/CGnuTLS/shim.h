#ifndef DTLSCAT_CGNUTLS_SHIM_H
#define DTLSCAT_CGNUTLS_SHIM_H

// What GnuTLS offers as macros or global function pointers, in a form that Swift can import.

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/dtls.h>
#include <gnutls/gnutls.h>
#include <gnutls/ocsp.h>
#include <gnutls/pkcs11.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>

// gnutls_free and gnutls_malloc are global variables that hold function pointers: Swift 6 refuses
// them as shared mutable state.
static inline void shim_gnutls_free(void *pointer) { gnutls_free(pointer); }
static inline void *shim_gnutls_malloc(size_t count) { return gnutls_malloc(count); }

// A cast macro, which is not imported: "wait for ever" for gnutls_dtls_set_timeouts and friends.
static inline unsigned int shim_gnutls_indefinite_timeout(void) {
    return GNUTLS_INDEFINITE_TIMEOUT;
}

// A cast macro again: every message, for gnutls_handshake_set_hook_function.
static inline unsigned int shim_any_handshake_message(void) { return GNUTLS_HANDSHAKE_ANY; }

// GNUTLS_NONBLOCK and its neighbours are macros of the form (1<<n), imported with signedness that
// differs between releases.
static inline unsigned int shim_session_flags(int is_server, int has_tickets) {
    return GNUTLS_DATAGRAM | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL
        | (has_tickets ? 0 : GNUTLS_NO_TICKETS)
        // Of effect only where the priority string asks for raw public keys.
        | GNUTLS_ENABLE_RAWPK
        // A client that was given a certificate shows it, whether or not the server names its issuer.
        | (is_server ? GNUTLS_SERVER : (GNUTLS_CLIENT | GNUTLS_FORCE_CLIENT_CERT));
}

#endif
