/* wait.c: waits in short steps and asks in between. */
#include "base/wait.h"

#include <errno.h>
#include <poll.h>

enum { STEP_MS = 100 };

int wire__await(int fd, const wire_hooks *hooks, int max_ms)
{
    for (int left_ms = max_ms; !max_ms || left_ms > 0; left_ms -= max_ms ? STEP_MS : 0) {
        if (hooks && hooks->stop && hooks->stop(hooks->user))
            return ECANCELED;
        const int ready = poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, STEP_MS);
        if (ready > 0)
            return 0;
        if (ready < 0 && errno != EINTR)
            return errno;
    }
    return ETIMEDOUT;
}
