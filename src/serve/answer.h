/* answer.h: a request becomes an answer. Inside the library only. */
#ifndef WIRECOPY_SERVE_ANSWER_H
#define WIRECOPY_SERVE_ANSWER_H
#include "wirecopy/base.h"

#include <microhttpd.h>
#include <pthread.h>
#include <sys/stat.h>

enum { WIRE__N_MARKS = 1024 };

/* The hash of a large file that was sent before, known by what the file system says of it. */
typedef struct wire__mark {
    dev_t dev;
    ino_t ino;
    off_t size;
    struct timespec mtime, ctime;
    uint64_t hash; /* of its bytes; 0: free */
} wire__mark;

/* What all threads of a server share. */
typedef struct wire__site_root {
    int fd;               /* the folder */
    size_t n_prefix;      /* bytes of prefix */
    char prefix[256];     /* "lite/", may stand before a place; empty: none */
    pthread_mutex_t lock; /* of marks */
    wire__mark marks[WIRE__N_MARKS];
} wire__site_root;

/* As MHD_AccessHandlerCallback; cls is a wire__site_root. */
enum MHD_Result wire__answer(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *upload_data, size_t *upload_data_size, void **con_cls);

#endif
