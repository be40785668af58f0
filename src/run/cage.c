/* cage.c: rlimits, then a list of the system calls that reading bytes and taking memory need. */
#include "run/cage.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WITH_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define WITH_SANITIZER 1
#endif
#endif

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__i386__)
#define ARCH AUDIT_ARCH_I386
#elif defined(__arm__)
#define ARCH AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCH AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define ARCH AUDIT_ARCH_S390X
#elif defined(__loongarch__) && __loongarch_grlen == 64
#define ARCH AUDIT_ARCH_LOONGARCH64
#endif

#ifndef WITH_SANITIZER
static uint64_t bytes_now(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file && fscanf(file, "%lu", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}
#endif

static void bound(int what, uint64_t most)
{
    struct rlimit limit = {(rlim_t)most, (rlim_t)most};
    setrlimit(what, &limit);
}

static void close_all_but(int fd)
{
#ifdef SYS_close_range
    const int below = fd ? (int)syscall(SYS_close_range, 0U, (unsigned)fd - 1, 0) : 0;
    if (!below && !syscall(SYS_close_range, (unsigned)fd + 1, ~0U, 0))
        return;
#endif
    const long most = sysconf(_SC_OPEN_MAX);
    for (int each = 0; each < (most > 0 && most < 65536 ? (int)most : 65536); each++)
        if (each != fd)
            close(each);
}

#if defined(ARCH) && !defined(WITH_SANITIZER)
#define FIELD(name)  (uint32_t) offsetof(struct seccomp_data, name)
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define ALLOW        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
/* The low half of an argument. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARGUMENT(i) ((uint32_t)offsetof(struct seccomp_data, args) + 8 * (i))
#else
#define ARGUMENT(i) ((uint32_t)offsetof(struct seccomp_data, args) + 8 * (i) + 4)
#endif
#define MAY(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), ALLOW
/* A call whose argument has none of these bits set. */
#define MAY_WITHOUT(call, i, bits)                                        \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 4), LOAD(ARGUMENT(i)), \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1), KILL, ALLOW

/* A call whose first argument is this. */
#define MAY_WITH(call, value)                                             \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 4), LOAD(ARGUMENT(0)), \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 1, 0), KILL, ALLOW

#ifdef __s390x__
enum { CLONE_FLAGS = 1 }; /* the argument that holds them */
#else
enum { CLONE_FLAGS = 0 };
#endif

/* What reading bytes and taking memory need. */
static const struct sock_filter needed[] = {
    LOAD(FIELD(arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
    KILL,
    LOAD(FIELD(nr)),
    MAY(SYS_read),
    MAY(SYS_write),
#ifdef SYS_sendto
    MAY(SYS_sendto),
    MAY(SYS_recvfrom),
#endif
    MAY(SYS_exit_group),
    MAY(SYS_exit),
    MAY(SYS_brk),
    MAY(SYS_munmap),
    MAY(SYS_mremap),
    MAY(SYS_madvise),
    MAY(SYS_futex),
    MAY(SYS_rt_sigreturn),
    MAY(SYS_restart_syscall),
    MAY(SYS_clock_gettime),
    MAY(SYS_getrandom),
#ifdef SYS_gettimeofday
    MAY(SYS_gettimeofday),
#endif
#ifdef SYS_time
    MAY(SYS_time),
#endif
    MAY(SYS_rt_sigprocmask),
    MAY(SYS_getpid),
    MAY(SYS_gettid),
    MAY_WITHOUT(SYS_mprotect, 2, PROT_EXEC),
#ifdef SYS_mmap2
    MAY_WITHOUT(SYS_mmap2, 2, PROT_EXEC),
#else
    MAY_WITHOUT(SYS_mmap, 2, PROT_EXEC),
#endif
};

enum { N_NEEDED = sizeof needed / sizeof *needed };

static void enforce(const struct sock_filter *rest, size_t n)
{
    struct sock_filter filter[N_NEEDED + 24];
    const struct sock_fprog program = {(unsigned short)(N_NEEDED + n), filter};
    memcpy(filter, needed, sizeof needed);
    memcpy(filter + N_NEEDED, rest, n * sizeof *rest);
    if (!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void forbid_calls(void)
{
    const struct sock_filter rest[] = {
        MAY_WITH(SYS_tgkill, (uint32_t)getpid()), /* so that abort says that it was that */
        KILL,
    };
    enforce(rest, sizeof rest / sizeof *rest);
}

/* Threads, and no processes. A newer clone has its flags in memory, where they cannot be judged: it is said not to be
 * there, and the older one is used. So is whatever else a library may ask for. */
static void forbid_all_but_threads(void)
{
    const struct sock_filter rest[] = {
        MAY_WITH(SYS_tgkill, (uint32_t)getpid()),
#ifdef SYS_rseq
        MAY(SYS_rseq),
#endif
        MAY(SYS_set_robust_list),
        MAY(SYS_sched_yield),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
        LOAD(ARGUMENT(CLONE_FLAGS)),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
        ALLOW,
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    };
    enforce(rest, sizeof rest / sizeof *rest);
}
#else
static void forbid_calls(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void forbid_all_but_threads(void)
{
    forbid_calls();
}
#endif

void wire__cage_enter(int fd, uint64_t max_bytes, bool with_threads)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        signal(fatal[i], SIG_DFL); /* whatever the program does in such a case, it is not done here */
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN); /* it ends when its parent has no more for it */
#ifndef WITH_SANITIZER
    bound(RLIMIT_AS, bytes_now() + max_bytes);
#else
    (void)max_bytes;
#endif
    close_all_but(fd);
    bound(RLIMIT_CORE, 0);
    bound(RLIMIT_FSIZE, 0);
    if (!with_threads)
        bound(RLIMIT_NPROC, 0);
    bound(RLIMIT_NOFILE, 0);
    if (with_threads)
        forbid_all_but_threads();
    else
        forbid_calls();
}
