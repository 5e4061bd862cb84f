#define _GNU_SOURCE

#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// Older headers lack these; the numbers are the kernel's ABI, and the same on all architectures.
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif
#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

// Sanitizers read /proc/self/maps, and look for leaks by a process that traces this one.
#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED
#endif
#endif

int clinux_set_dumpable(bool dumpable) {
#ifdef IS_SANITIZED
    dumpable = true;
#endif
    return prctl(PR_SET_DUMPABLE, dumpable ? 1ul : 0ul, 0ul, 0ul, 0ul);
}

int clinux_forbid_privileges(void) {
#ifdef IS_SANITIZED
    errno = ENOTSUP;
    return -1;
#else
    return prctl(PR_SET_NO_NEW_PRIVS, 1ul, 0ul, 0ul, 0ul);
#endif
}

int clinux_landlock_version(void) {
    return (int)syscall(__NR_landlock_create_ruleset, NULL, 0, 1u);
}

int clinux_landlock_rules(uint64_t handled) {
    const struct { uint64_t handled_access_fs; } attributes = {handled};
    return (int)syscall(__NR_landlock_create_ruleset, &attributes, sizeof attributes, 0u);
}

int clinux_landlock_allow(int rules, int beneath, uint64_t access) {
    const struct __attribute__((packed)) {
        uint64_t allowed_access;
        int32_t parent_fd;
    } attributes = {access, beneath};
    return (int)syscall(__NR_landlock_add_rule, rules, 1, &attributes, 0u);
}

int clinux_place(const char *path) {
    return open(path, O_PATH | O_CLOEXEC);
}

int clinux_landlock_enter(int rules) {
    return (int)syscall(__NR_landlock_restrict_self, rules, 0u);
}

#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifndef ARCHITECTURE
int clinux_filter_calls(bool looks_up_names) {
    (void)looks_up_names;
    errno = ENOSYS;
    return -1;
}
#else

// Both architectures are little-endian: the low half of an argument is the first.
#define ARGUMENT(n) offsetof(struct seccomp_data, args[n])
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offset))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)
#define REFUSE(error) RETURN(SECCOMP_RET_ERRNO | (error))
#define ALLOW RETURN(SECCOMP_RET_ALLOW)
#define IF_EQUAL(value, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then, otherwise)
// One call; the accumulator holds its number.
#define CALL(name) IF_EQUAL(__NR_##name, 0, 1), ALLOW
#define KILL(name) IF_EQUAL(__NR_##name, 0, 1), RETURN(SECCOMP_RET_KILL_PROCESS)

int clinux_filter_calls(bool looks_up_names) {
    struct sock_filter program[] = {
        LOAD(offsetof(struct seccomp_data, arch)),
        IF_EQUAL(ARCHITECTURE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(offsetof(struct seccomp_data, nr)),

        // What the loops do, first: kernels before 5.11 go through this at each call.
        CALL(sendmsg), CALL(recvmsg), CALL(epoll_pwait), CALL(epoll_ctl), CALL(ppoll), CALL(read),
        CALL(write), CALL(clock_gettime), CALL(futex), CALL(sendto), CALL(recvfrom),
#ifdef __NR_epoll_wait
        CALL(epoll_wait), CALL(poll),
#endif
        CALL(recvmmsg), CALL(sendmmsg), CALL(getsockopt), CALL(setsockopt), CALL(madvise),
        CALL(munmap), CALL(brk), CALL(mremap), CALL(close),

        // Nothing of these is needed by a program that is as it should be. All else that is refused
        // is an error, since a library may try it and live without.
        KILL(execve), KILL(execveat), KILL(ptrace), KILL(process_vm_readv), KILL(process_vm_writev),

        // Sockets, which the addresses of names and the next of several are tried with.
        CALL(bind), CALL(connect), CALL(getsockname), CALL(getpeername), CALL(shutdown),

        // Files: which, is Landlock's affair.
        CALL(openat), CALL(newfstatat), CALL(fstat), CALL(statx), CALL(faccessat), CALL(readlinkat),
        CALL(lseek), CALL(pread64), CALL(pwrite64), CALL(readv), CALL(writev), CALL(getdents64),
        CALL(getcwd), CALL(renameat), CALL(linkat), CALL(unlinkat), CALL(mkdirat), CALL(fsync),
        CALL(fdatasync), CALL(ftruncate), CALL(flock), CALL(umask), CALL(statfs), CALL(fstatfs),
        CALL(fadvise64),
#ifdef __NR_open
        CALL(open), CALL(stat), CALL(lstat), CALL(access), CALL(readlink), CALL(rename), CALL(link),
        CALL(unlink), CALL(mkdir), CALL(getdents),
#endif
#ifdef __NR_renameat2
        CALL(renameat2),
#endif
#ifdef __NR_faccessat2
        CALL(faccessat2),
#endif

        // Descriptors, waiting and time.
        CALL(dup), CALL(dup3), CALL(fcntl), CALL(pipe2), CALL(eventfd2), CALL(epoll_create1),
        CALL(signalfd4), CALL(timerfd_create), CALL(timerfd_settime), CALL(timerfd_gettime),
        CALL(pselect6), CALL(clock_getres), CALL(clock_nanosleep), CALL(nanosleep),
        CALL(gettimeofday), CALL(times),
#ifdef __NR_dup2
        CALL(dup2), CALL(pipe), CALL(select), CALL(time), CALL(eventfd), CALL(epoll_create),
#endif

        // Threads, signals and the process itself.
        CALL(rt_sigaction), CALL(rt_sigprocmask), CALL(rt_sigreturn), CALL(rt_sigpending),
        CALL(rt_sigtimedwait), CALL(rt_sigsuspend), CALL(sigaltstack), CALL(restart_syscall),
        CALL(exit), CALL(exit_group), CALL(set_robust_list), CALL(get_robust_list),
        CALL(set_tid_address), CALL(sched_yield), CALL(sched_getaffinity), CALL(membarrier),
        CALL(getcpu), CALL(getpid), CALL(gettid), CALL(getppid), CALL(getpgid), CALL(getsid),
        CALL(getuid), CALL(geteuid), CALL(getgid), CALL(getegid), CALL(getgroups), CALL(getrusage),
        CALL(getrlimit), CALL(uname), CALL(sysinfo), CALL(getrandom), CALL(mlock), CALL(munlock),
        CALL(mincore), CALL(msync),
#ifdef __NR_arch_prctl
        CALL(arch_prctl), CALL(getpgrp),
#endif
#ifdef __NR_rseq
        CALL(rseq),
#endif
#ifdef __NR_mlock2
        CALL(mlock2),
#endif

        // Signals to threads of its own.
        IF_EQUAL(__NR_tgkill, 0, 4), LOAD(ARGUMENT(0)), IF_EQUAL((uint32_t)getpid(), 0, 1), ALLOW,
        REFUSE(EPERM),

        // Limits may be looked at and changed of itself alone: of process 0.
        IF_EQUAL(__NR_prlimit64, 0, 4), LOAD(ARGUMENT(0)), IF_EQUAL(0, 0, 1), ALLOW, REFUSE(EPERM),

        // Of a terminal, never what puts words into the mouth of its user.
        IF_EQUAL(__NR_ioctl, 0, 5), LOAD(ARGUMENT(1)), IF_EQUAL(TIOCSTI, 2, 0),
        IF_EQUAL(TIOCLINUX, 1, 0), ALLOW, REFUSE(EPERM),

        // Datagrams of the internet; netlink tells the resolver of addresses of ours, which itself
        // may ask by TCP, or by a Unix socket.
        IF_EQUAL(__NR_socket, 0, 12), LOAD(ARGUMENT(0)), IF_EQUAL(AF_NETLINK, 7, 0),
        IF_EQUAL(looks_up_names ? AF_UNIX : AF_NETLINK, 6, 0), IF_EQUAL(AF_INET, 1, 0),
        IF_EQUAL(AF_INET6, 0, 5), LOAD(ARGUMENT(1)), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf),
        IF_EQUAL(SOCK_DGRAM, 1, 0), IF_EQUAL(looks_up_names ? SOCK_STREAM : SOCK_DGRAM, 0, 2),
        ALLOW, REFUSE(EAFNOSUPPORT), REFUSE(EPERM),

        // Threads, no processes; the flags of clone3 cannot be seen, and the C library then does
        // without it.
        IF_EQUAL(__NR_clone, 0, 4), LOAD(ARGUMENT(0)),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1), ALLOW, REFUSE(EPERM),

        // No memory that was written to can be executed; libraries are mapped from files.
        IF_EQUAL(__NR_mmap, 0, 6), LOAD(ARGUMENT(2)),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 3), LOAD(ARGUMENT(3)),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 0, 1), REFUSE(EPERM), ALLOW,
        IF_EQUAL(__NR_mprotect, 0, 4), LOAD(ARGUMENT(2)),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1), REFUSE(EPERM), ALLOW,

        // The names of threads and of memory.
        IF_EQUAL(__NR_prctl, 0, 6), LOAD(ARGUMENT(0)), IF_EQUAL(PR_SET_NAME, 2, 0),
        IF_EQUAL(PR_GET_NAME, 1, 0), IF_EQUAL(PR_SET_VMA, 0, 1), ALLOW, REFUSE(EPERM),

        // All else is as in a kernel that does not have it, which libraries can live with.
        REFUSE(ENOSYS),
    };
    struct sock_fprog filter = {sizeof program / sizeof program[0], program};
    unsigned int flags = SECCOMP_FILTER_FLAG_TSYNC;
#ifdef SECCOMP_FILTER_FLAG_SPEC_ALLOW
    // Nobody's code runs here that would read our memory by speculation; guarding against that costs.
    flags |= SECCOMP_FILTER_FLAG_SPEC_ALLOW;
#endif
    long result = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
    if (result > 0) {
        // The number of a thread that has a filter of its own.
        errno = ESRCH;
        return -1;
    }
    return (int)result;
}

#endif
