/* guard.h: which addresses of machines the public web may lead to. Inside the library only. */
#ifndef WIRECOPY_FETCH_GUARD_H
#define WIRECOPY_FETCH_GUARD_H
#include <stdbool.h>
#include <sys/socket.h>

enum { WIRE__HOST_TEXT = 64 };

/* True for globally reachable unicast IPv4 and IPv6; false for this machine, private networks and every other range
 * that the registries set aside. by  IANA special-purpose registries (RFC 6890), as of 2026 */
bool wire__guard_is_public(const struct sockaddr *address);
/* The same for an address in text form ("127.0.0.1", "::1"); false if it is none. */
bool wire__guard_is_public_text(const char *text);
/* The address as text, for messages; gives `text` back. */
const char *wire__guard_text(const struct sockaddr *address, char text[WIRE__HOST_TEXT]);

#endif
