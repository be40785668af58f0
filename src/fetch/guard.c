/* guard.c: the ranges of addresses that no publisher's page lies in. */
#include "fetch/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct range4 {
    uint32_t net;
    uint8_t bits;
} range4;

static const range4 special4[] = {
    {0x00000000, 8},  /* this network */
    {0x0A000000, 8},  /* private */
    {0x64400000, 10}, /* shared by carriers (CGNAT) */
    {0x7F000000, 8},  /* loopback */
    {0xA9FE0000, 16}, /* link-local, cloud metadata */
    {0xAC100000, 12}, /* private */
    {0xC0000000, 24}, /* protocol assignments */
    {0xC0000200, 24}, /* documentation */
    {0xC0586300, 24}, /* 6to4 relays */
    {0xC0A80000, 16}, /* private */
    {0xC6120000, 15}, /* benchmarks */
    {0xC6336400, 24}, /* documentation */
    {0xCB007100, 24}, /* documentation */
    {0xE0000000, 4},  /* multicast */
    {0xF0000000, 4},  /* reserved, broadcast */
};

typedef struct range6 {
    uint8_t net[16];
    uint8_t bits;
} range6;

/* Of 2000::/3 alone; all else but NAT64 is refused as it is. */
static const range6 special6[] = {
    {{0x20, 0x01, 0x00}, 23},             /* protocol assignments, Teredo, ORCHID */
    {{0x20, 0x01, 0x0D, 0xB8}, 32},       /* documentation */
    {{0x20, 0x02}, 16},                   /* 6to4 */
    {{0x26, 0x20, 0, 0x4F, 0x80, 0}, 48}, /* AS112 */
    {{0x3F, 0xFF}, 20},                   /* documentation */
};

static const range6 global_unicast = {{0x20}, 3};
static const range6 nat64 = {{0x00, 0x64, 0xFF, 0x9B}, 96};

static bool is_public4(uint32_t address)
{
    for (size_t i = 0; i < sizeof special4 / sizeof *special4; i++)
        if (((address ^ special4[i].net) >> (32 - special4[i].bits)) == 0)
            return false;
    return true;
}

static bool is_in6(const uint8_t address[16], const range6 *range)
{
    const size_t whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(address, range->net, whole) != 0)
        return false;
    return !rest || ((address[whole] ^ range->net[whole]) >> (8 - rest)) == 0;
}

static bool is_public6(const uint8_t address[16])
{
    if (is_in6(address, &nat64)) /* a way to an IPv4 address, which is what counts */
        return is_public4((uint32_t)address[12] << 24 | (uint32_t)address[13] << 16 | (uint32_t)address[14] << 8 |
                          address[15]);
    if (!is_in6(address, &global_unicast))
        return false;
    for (size_t i = 0; i < sizeof special6 / sizeof *special6; i++)
        if (is_in6(address, &special6[i]))
            return false;
    return true;
}

bool wire__guard_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return is_public4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        return is_public6(in.sin6_addr.s6_addr);
    }
    return false;
}

bool wire__guard_is_public_text(const char *text)
{
    struct in_addr in;
    struct in6_addr in6;
    if (inet_pton(AF_INET, text, &in) == 1)
        return is_public4(ntohl(in.s_addr));
    return inet_pton(AF_INET6, text, &in6) == 1 && is_public6(in6.s6_addr);
}

const char *wire__guard_text(const struct sockaddr *address, char text[WIRE__HOST_TEXT])
{
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    const char *done = NULL;
    if (address->sa_family == AF_INET) {
        memcpy(&in, address, sizeof in);
        done = inet_ntop(AF_INET, &in.sin_addr, text, WIRE__HOST_TEXT);
    } else if (address->sa_family == AF_INET6) {
        memcpy(&in6, address, sizeof in6);
        done = inet_ntop(AF_INET6, &in6.sin6_addr, text, WIRE__HOST_TEXT);
    }
    if (!done)
        snprintf(text, WIRE__HOST_TEXT, "its address");
    return text;
}
