/* Stands between the program and the C library, for the tests of the store: counts every call that concerns a file
 * below one directory, makes one of them fail, or records what was written, so that a cut of the power can be played
 * back at every place.
 *
 * DISK_DIR     the directory
 * DISK_FAIL    "N E": call N fails with errno E; "N E +": and every call behind it
 * DISK_TRACE   a file to which the name of each call is appended, "!" before one that was made to fail
 * DISK_HOLD    a file: as long as it is there, no backup is brought to the disk
 * DISK_CLOCK   a file with the seconds by which the wall clock is wrong now
 * DISK_RECORD  a file to which what changes the directory is appended, and what goes to the standard output
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define N_FILES 1024
#define REAL(name, result, ...) \
    static result (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *path_of[N_FILES];
static const char *directory, *hold, *wrong_clock;
static int trace = -1, record = -1;
static long n_calls, fail_at, fail_with;
static int for_good;

static ssize_t put(int fd, const void *bytes, size_t n) {
    REAL(write, ssize_t, int, const void *, size_t);
    return real_write(fd, bytes, n);
}

static int appended(const char *variable) {
    REAL(open64, int, const char *, int, ...);
    const char *path = getenv(variable);
    int fd = path ? real_open64(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    /* Out of the way of the descriptors that the program counts on. */
    return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 900);
}

__attribute__((constructor)) static void begin(void) {
    char sign = 0;
    const char *plan = getenv("DISK_FAIL");
    directory = getenv("DISK_DIR");
    hold = getenv("DISK_HOLD");
    wrong_clock = getenv("DISK_CLOCK");
    if (plan) sscanf(plan, "%ld %ld %c", &fail_at, &fail_with, &sign);
    for_good = sign == '+';
    trace = appended("DISK_TRACE");
    record = appended("DISK_RECORD");
}

static int is_below(const char *path) {
    return directory && path && strncmp(path, directory, strlen(directory)) == 0;
}

static const char *file(int fd) { return fd >= 0 && fd < N_FILES ? path_of[fd] : NULL; }

/* Counts a call; returns whether it fails. */
static int fails(const char *name, int concerns) {
    if (!concerns) return 0;
    pthread_mutex_lock(&lock);
    n_calls++;
    int is_failing = fail_at && (n_calls == fail_at || (for_good && n_calls > fail_at));
    if (trace >= 0) {
        char line[64];
        int n = snprintf(line, sizeof line, "%s%s\n", is_failing ? "!" : "", name);
        put(trace, line, n);
    }
    pthread_mutex_unlock(&lock);
    if (is_failing) errno = fail_with;
    return is_failing;
}

/* Appends a change; called with the lock held, so that the record has the order of the changes. */
static void note(char kind, long n, long at, const char *path, const char *other, const void *bytes) {
    char line[2048];
    int length = snprintf(line, sizeof line, "%c %ld %ld %s%s%s\n", kind, n, at, path, other ? "\t" : "", other ? other : "");
    put(record, line, length);
    if (bytes) put(record, bytes, n);
}

#define RECORDED(condition, call, ...) \
    ({ int is_noted = record >= 0 && (condition); \
       if (is_noted) pthread_mutex_lock(&lock); \
       __typeof__(call) result_ = (call); \
       int saved_ = errno; \
       if (is_noted) { if (result_ >= 0) { __VA_ARGS__; } pthread_mutex_unlock(&lock); } \
       errno = saved_; result_; })

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < N_FILES) { free(path_of[fd]); path_of[fd] = is_below(path) ? strdup(path) : NULL; }
    return fd;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name, int, const char *, int, ...); \
        va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
        if (fails(#name, is_below(path))) return -1; \
        int is_new = (flags & O_CREAT) && access(path, F_OK) != 0; \
        int saved = errno; errno = saved; \
        return RECORDED(is_below(path), opened(real_##name(path, flags, mode), path), \
            if (is_new) note('C', 0, 0, path, NULL, NULL); \
            if (!is_new && (flags & O_TRUNC)) note('T', 0, 0, path, NULL, NULL)); \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    REAL(close, int, int);
    if (fd >= 0 && fd < N_FILES) { free(path_of[fd]); path_of[fd] = NULL; }
    return real_close(fd);
}

#define READ(name) \
    ssize_t name(int fd, void *to, size_t n, off_t at) { \
        REAL(name, ssize_t, int, void *, size_t, off_t); \
        return fails(#name, file(fd) != NULL) ? -1 : real_##name(fd, to, n, at); \
    }
READ(pread)
READ(pread64)

ssize_t read(int fd, void *to, size_t n) {
    REAL(read, ssize_t, int, void *, size_t);
    return fails("read", file(fd) != NULL) ? -1 : real_read(fd, to, n);
}

#define WRITE(name) \
    ssize_t name(int fd, const void *from, size_t n, off_t at) { \
        REAL(name, ssize_t, int, const void *, size_t, off_t); \
        if (fails(#name, file(fd) != NULL)) return -1; \
        return RECORDED(file(fd), real_##name(fd, from, n, at), note('W', result_, at, file(fd), NULL, from)); \
    }
WRITE(pwrite)
WRITE(pwrite64)

ssize_t write(int fd, const void *from, size_t n) {
    if (fails("write", file(fd) != NULL)) return -1;
    off_t at = file(fd) ? lseek(fd, 0, SEEK_CUR) : 0;
    return RECORDED(file(fd) || fd == 1, put(fd, from, n),
        note(fd == 1 ? 'A' : 'W', result_, at, fd == 1 ? "-" : file(fd), NULL, from));
}

/* Waits as a slow disk has one wait. */
static void wait_for_disk(const char *path) {
    if (!hold || !path || !strstr(path, "/backups/")) return;
    while (access(hold, F_OK) == 0) usleep(2000);
}

#define SYNC(name) \
    int name(int fd) { \
        REAL(name, int, int); \
        wait_for_disk(file(fd)); \
        if (fails(#name, file(fd) != NULL)) return -1; \
        return RECORDED(file(fd), real_##name(fd), note('S', 0, 0, file(fd), NULL, NULL)); \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name) \
    int name(int fd, off_t n) { \
        REAL(name, int, int, off_t); \
        if (fails(#name, file(fd) != NULL)) return -1; \
        return RECORDED(file(fd), real_##name(fd, n), note('T', 0, n, file(fd), NULL, NULL)); \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define ON_PATH(name, kind) \
    int name(const char *path) { \
        REAL(name, int, const char *); \
        if (fails(#name, is_below(path))) return -1; \
        return RECORDED(is_below(path), real_##name(path), note(kind, 0, 0, path, NULL, NULL)); \
    }
ON_PATH(unlink, 'U')
ON_PATH(rmdir, 'U')

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir, int, const char *, mode_t);
    if (fails("mkdir", is_below(path))) return -1;
    return RECORDED(is_below(path), real_mkdir(path, mode), note('M', 0, 0, path, NULL, NULL));
}

int rename(const char *from, const char *to) {
    REAL(rename, int, const char *, const char *);
    if (fails("rename", is_below(from))) return -1;
    return RECORDED(is_below(from), real_rename(from, to), note('R', 0, 0, from, to, NULL));
}

int linkat(int from_in, const char *from, int to_in, const char *to, int flags) {
    REAL(linkat, int, int, const char *, int, const char *, int);
    if (fails("linkat", is_below(from))) return -1;
    return RECORDED(is_below(from), real_linkat(from_in, from, to_in, to, flags), note('L', 0, 0, from, to, NULL));
}

#define STAT(name, type) \
    int name(const char *path, struct type *to) { \
        REAL(name, int, const char *, struct type *); \
        return fails(#name, is_below(path)) ? -1 : real_##name(path, to); \
    }
STAT(stat, stat)
STAT(stat64, stat64)
STAT(lstat, stat)
STAT(lstat64, stat64)
STAT(statvfs, statvfs)

#define FSTAT(name, type) \
    int name(int fd, struct type *to) { \
        REAL(name, int, int, struct type *); \
        return fails(#name, file(fd) != NULL) ? -1 : real_##name(fd, to); \
    }
FSTAT(fstat, stat)
FSTAT(fstat64, stat64)

int statx(int in, const char *path, int flags, unsigned int mask, struct statx *to) {
    REAL(statx, int, int, const char *, int, unsigned int, struct statx *);
    /* The header promises that there is a path; there need not be, as some ask whether the call is known at all. */
    const char *volatile asked = path;
    int concerns = asked && *asked ? is_below(asked) : file(in) != NULL;
    return fails("statx", concerns) ? -1 : real_statx(in, path, flags, mask, to);
}

int fchmod(int fd, mode_t mode) {
    REAL(fchmod, int, int, mode_t);
    return fails("fchmod", file(fd) != NULL) ? -1 : real_fchmod(fd, mode);
}

int chmod(const char *path, mode_t mode) {
    REAL(chmod, int, const char *, mode_t);
    return fails("chmod", is_below(path)) ? -1 : real_chmod(path, mode);
}

DIR *opendir(const char *path) {
    REAL(opendir, DIR *, const char *);
    return fails("opendir", is_below(path)) ? NULL : real_opendir(path);
}

void *mmap64(void *at, size_t n, int protection, int flags, int fd, off_t offset) {
    REAL(mmap64, void *, void *, size_t, int, int, int, off_t);
    return fails("mmap64", file(fd) != NULL) ? MAP_FAILED : real_mmap64(at, n, protection, flags, fd, offset);
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset) {
    REAL(mmap, void *, void *, size_t, int, int, int, off_t);
    return fails("mmap", file(fd) != NULL) ? MAP_FAILED : real_mmap(at, n, protection, flags, fd, offset);
}

/* Returns the seconds by which the wall clock is wrong. */
static long shift(void) {
    REAL(open64, int, const char *, int, ...);
    REAL(read, ssize_t, int, void *, size_t);
    REAL(close, int, int);
    char text[32] = "";
    int fd = real_open64(wrong_clock, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    real_read(fd, text, sizeof text - 1);
    real_close(fd);
    return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *to) {
    REAL(clock_gettime, int, clockid_t, struct timespec *);
    int result = real_clock_gettime(clock, to);
    if (result == 0 && clock == CLOCK_REALTIME && wrong_clock) to->tv_sec += shift();
    return result;
}
