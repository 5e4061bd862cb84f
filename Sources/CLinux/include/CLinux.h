// What Swift cannot import from Linux: ancillary data (the CMSG_ macros), the options and control
// messages of UDP segmentation, the socket error queue, signalfd, and epoll, whose structure is
// packed with a union in it, and socket filters, which are written with macros. Everything here is one system call; what is made of it is written in Swift, in Sources/Sockets. Swift's Glibc module is
// also built without _GNU_SOURCE, which hides ppoll and F_SETPIPE_SZ.

#ifndef CLINUX_H
#define CLINUX_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>

// An address as the kernel gives it: family unspecified where there is none.
struct clinux_address {
    struct sockaddr_storage storage;
    socklen_t length;
};

// What one receive call brought besides the bytes.
struct clinux_arrival {
    struct clinux_address source;
    // The local address that the datagram was sent to, port 0; unspecified without packet info.
    struct clinux_address destination;
    // The size of each datagram in a coalesced batch, 0 for a single datagram.
    int segment_size;
    // Whether the buffer was shorter than the datagram.
    bool truncated;
    // How many datagrams the socket's full receive buffer has cost, since it was made.
    uint32_t drops;
    bool has_drops;
};

// One entry of a socket's error queue.
struct clinux_fault {
    // Where the datagram that caused it was going.
    struct clinux_address peer;
    int error;
    // Whether this machine found the fault, before the datagram left it.
    bool local;
    // The path MTU, where `error` is EMSGSIZE; otherwise 0.
    uint32_t mtu;
};

// Sends `count` bytes as one datagram, or as datagrams of `segment_size` bytes where that is not
// 0, to `to` and with the source address `from`, either of which may be NULL. `from` is of the
// family that the socket is. Returns what sendmsg returns.
ssize_t clinux_send(int socket, const void *bytes, size_t count, uint16_t segment_size,
                    const struct sockaddr *to, socklen_t to_length, const struct sockaddr *from);

// Receives one datagram or one coalesced batch; returns what recvmsg returns, and fills `arrival`
// where that is not negative.
ssize_t clinux_receive(int socket, void *bytes, size_t capacity, struct clinux_arrival *arrival);

// Lets only those datagrams take room in a UDP socket's receive buffer that begin as DTLS 1.0 or 1.2
// do; of ClientHellos in the clear one in `share` by chance, a power of two, and where `all` is not
// set any that carry a cookie. Replaces what was let in before. Returns what setsockopt returns.
int clinux_let_in(int socket, uint32_t share, bool all);

// Takes one entry out of the error queue: 1, or 0 where what came was no such entry, or -1 and
// errno (EAGAIN: the queue is empty).
int clinux_receive_fault(int socket, struct clinux_fault *fault);

// Whether the kernel knows UDP_SEGMENT. One that does not would ignore the control message and
// send the whole run as a single datagram.
bool clinux_has_segmentation(int socket);

// How many bytes of the socket's send buffer are taken, as the kernel counts them; -1 and errno.
int clinux_unsent(int socket);

// Asks for coalesced batches (UDP_GRO); returns what setsockopt returns.
int clinux_enable_coalescing(int socket);

// A descriptor on which the signals of `mask` can be read, non-blocking and closed on exec.
int clinux_signal_descriptor(const sigset_t *mask);

// Takes one signal out of such a descriptor: its number, or -1 and errno.
int clinux_next_signal(int descriptor);

// Whether a signal is ignored; what sigaction says of it is a union with a function pointer.
bool clinux_ignores_signal(int number);

// Waits for `count` descriptors, without a limit where `timeout` is NULL; what ppoll returns.
int clinux_poll(struct pollfd *entries, nfds_t count, const struct timespec *timeout);

// Starts `path` (looked for on PATH) as the leader of a process group of its own, with the two
// descriptors (above 2) as its standard input and output, our standard error, no other descriptor,
// no signal blocked, and SIGPIPE not ignored. Returns 0, or the number of the error.
int clinux_spawn(const char *path, char *const arguments[], char *const environment[], int input,
                 int output, pid_t *process);

// A descriptor that becomes readable when the process has ended, closed on exec; -1 and errno.
int clinux_process_descriptor(pid_t process);

// Whether the process dumps core, can be traced by its user, and has files in /proc that are its
// user's (PR_SET_DUMPABLE); prctl is variadic. What it returns. Always so in a program that
// is built with a sanitizer.
int clinux_set_dumpable(bool dumpable);

// Makes sure that no program it starts has more rights than itself (PR_SET_NO_NEW_PRIVS), which the
// kernel wants before what follows; what prctl returns. ENOTSUP in a program that is built with a
// sanitizer, which could not work in a sandbox.
int clinux_forbid_privileges(void);

// Which version of Landlock the kernel has: 1 or more; -1 and errno.
int clinux_landlock_version(void);

// A set of rules that forbids the accesses `handled` (LANDLOCK_ACCESS_FS_…) wherever none of them
// allows it: a descriptor, closed on exec; -1 and errno.
int clinux_landlock_rules(uint64_t handled);

// Allows `access` to the file that the descriptor `beneath` is of, or to all that is in that folder;
// 0, or -1 and errno.
int clinux_landlock_allow(int rules, int beneath, uint64_t access);

// A descriptor of the file or folder at `path` that rules can be about, and nothing else is done
// with (O_PATH); what open returns.
int clinux_place(const char *path);

// Puts the calling thread, and those that it starts, under the rules for good; 0, or -1 and errno.
int clinux_landlock_enter(int rules);

// Leaves all threads, for good, those system calls that the program does once it has started:
// datagram sockets of the internet, files, waiting, memory and threads; where it looks up names, TCP
// and Unix sockets as well. What executes a program or looks into one ends the process (SIGSYS); all
// else is an error. 0, or -1 and errno (ENOSYS where the architecture has no list here).
int clinux_filter_calls(bool looks_up_names);

// Makes a pipe whose ends are closed on exec and leave the standard streams' numbers alone, even
// where those are free; what pipe2 returns.
int clinux_pipe(int ends[2]);

// One descriptor of an epoll instance that is ready: the key that it was added with, and for what.
struct clinux_ready {
    uint64_t key;
    bool is_readable;
    bool is_writable;
    bool has_error;
};

// A new epoll instance, closed on exec; what epoll_create1 returns.
int clinux_epoll(void);

// Adds `descriptor` (`is_new`) or changes what it is watched for. With neither `read` nor `write` an
// error or a hang-up, which the kernel always reports, is reported once and not again and again
// (EPOLLET). What epoll_ctl returns.
int clinux_epoll_watch(int epoll, int descriptor, bool is_new, uint64_t key, bool read, bool write);

// Takes `descriptor` out; what epoll_ctl returns.
int clinux_epoll_forget(int epoll, int descriptor);

// Fills `ready` with at most `capacity` entries, without waiting; what epoll_wait returns.
int clinux_epoll_take(int epoll, struct clinux_ready *ready, int capacity);

// Raises the size of a pipe to `size` bytes; does nothing on anything else, to a pipe that is as
// large already, or where the user's share of pipe memory is used up.
void clinux_raise_pipe_size(int descriptor, int size);

#endif
